# Prints what Praat measures in each WAV file named in a list, every 10 ms and over the whole file:
#   frame F0 HNR CPP F1 F2          a line a frame; CPP of every fourth frame alone, since it takes longest
#   voice jitterLocal jitterPpq5 shimmerLocalDb shimmerApq3
#   end
# Values that Praat does not have are printed as it prints them: "--undefined--". The pitch floor of 75 Hz makes Praat's window
# 40 ms long, as FeatureSpec's is, and the harmonicity is asked with three periods a window for the same reason. Formants
# have one ceiling for everybody, as FeatureSpec has.
form Measure features
  sentence list
endform
files = Read Strings from raw text file: list$
count = Get number of strings
clearinfo
for file to count
  selectObject: files
  name$ = Get string: file
  sound = Read from file: name$
  pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
  frames = Get number of frames
  selectObject: sound
  harmonicity = To Harmonicity (ac): 0.01, 75, 0.1, 3
  selectObject: sound
  formant = To Formant (burg): 0.01, 5, 5500, 0.025, 50
  selectObject: sound
  cepstrogram = To PowerCepstrogram: 60, 0.01, 5000, 50
  smoothed = Smooth: 0.02, 0.0005
  for frame to frames
    selectObject: pitch
    time = Get time from frame number: frame
    f0 = Get value in frame: frame, "Hertz"
    hnr = undefined
    cpp = undefined
    f1 = undefined
    f2 = undefined
    if f0 <> undefined
      selectObject: harmonicity
      hnr = Get value at time: time, "nearest"
      selectObject: formant
      f1 = Get value at time: 1, time, "hertz", "linear"
      f2 = Get value at time: 2, time, "hertz", "linear"
      if frame mod 4 = 0
        selectObject: smoothed
        slice = To PowerCepstrum (slice): time
        cpp = Get peak prominence: 60, 400, "parabolic", 0.001, 0.05, "Straight", "Robust"
        removeObject: slice
      endif
    endif
    appendInfoLine: "frame ", fixed$ (f0, 3), " ", fixed$ (hnr, 3), " ", fixed$ (cpp, 3), " ", fixed$ (f1, 2), " ", fixed$ (f2, 2)
  endfor
  selectObject: sound, pitch
  pulses = To PointProcess (cc)
  local = Get jitter (local): 0, 0, 0.0001, 0.02, 1.3
  ppq5 = Get jitter (ppq5): 0, 0, 0.0001, 0.02, 1.3
  selectObject: sound, pulses
  localDb = Get shimmer (local_dB): 0, 0, 0.0001, 0.02, 1.3, 1.6
  apq3 = Get shimmer (apq3): 0, 0, 0.0001, 0.02, 1.3, 1.6
  appendInfoLine: "voice ", fixed$ (local, 7), " ", fixed$ (ppq5, 7), " ", fixed$ (localDb, 5), " ", fixed$ (apq3, 7)
  appendInfoLine: "end"
  removeObject: sound, pitch, harmonicity, formant, cepstrogram, smoothed, pulses
endfor
