# Prints "time f0 hnr" for every 10 ms of a sound, f0 0 where unvoiced, hnr -200 where silent, both by
# autocorrelation.
# The pitch floor of 75 Hz makes Praat's window 40 ms long, as FeatureSpec's is. The harmonicity is asked with 3 periods per
# window for the same reason.
form Measure pitch
  text file
endform
sound = Read from file: file$
pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
frames = Get number of frames
selectObject: sound
harmonicity = To Harmonicity (ac): 0.01, 75, 0.1, 3
clearinfo
for frame to frames
  selectObject: pitch
  time = Get time from frame number: frame
  f0 = Get value in frame: frame, "Hertz"
  if f0 = undefined
    f0 = 0
  endif
  selectObject: harmonicity
  hnr = Get value at time: time, "nearest"
  if hnr = undefined
    hnr = -200
  endif
  appendInfoLine: fixed$ (time, 4), " ", fixed$ (f0, 3), " ", fixed$ (hnr, 2)
endfor
