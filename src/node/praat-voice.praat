# Prints what Praat hears in the voice of each WAV file named in a list, one line a file:
#   mean F0 in semitones above 27.5 Hz, jitter (rap), shimmer (apq3), mean cepstral peak prominence of voiced frames
#   (smoothed), spread of F1 and F2, alpha ratio
# The spread is the interquartile range over the median, averaged over both formants, in voiced frames. The ceiling of
# the formants is the same for women and men, since only changes within a speaker are compared. "--undefined--" where
# Praat finds no answer.
form Measure voices
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
  f0 = Get mean: 0, 0, "semitones re 1 Hz"
  selectObject: sound, pitch
  pulses = To PointProcess (cc)
  jitter = Get jitter (rap): 0, 0, 0.0001, 0.02, 1.3
  selectObject: sound, pulses
  shimmer = Get shimmer (apq3): 0, 0, 0.0001, 0.02, 1.3, 1.6
  selectObject: sound
  formant = To Formant (burg): 0.01, 5, 5250, 0.025, 50
  selectObject: sound
  cepstrogram = To PowerCepstrogram: 60, 0.01, 5000, 50
  smoothed = Smooth: 0.02, 0.0005
  cpp = 0
  prominences = 0
  f1# = zero# (frames)
  f2# = zero# (frames)
  voiced = 0
  for frame to frames
    selectObject: pitch
    time = Get time from frame number: frame
    value = Get value in frame: frame, "Hertz"
    if value <> undefined
      # One frame in four tells the mean as well.
      if frame mod 4 = 0
        selectObject: smoothed
        slice = To PowerCepstrum (slice): time
        one = Get peak prominence: 60, 400, "parabolic", 0.001, 0.05, "Straight", "Robust"
        if one <> undefined
          cpp = cpp + one
          prominences = prominences + 1
        endif
        removeObject: slice
      endif
      selectObject: formant
      f1 = Get value at time: 1, time, "hertz", "linear"
      f2 = Get value at time: 2, time, "hertz", "linear"
      if f1 <> undefined and f2 <> undefined
        voiced = voiced + 1
        f1# [voiced] = f1
        f2# [voiced] = f2
      endif
    endif
  endfor
  # The frames left over stand at zero and come first once sorted.
  f1# = sort# (f1#)
  f2# = sort# (f2#)
  gap = frames - voiced
  low = gap + round (0.25 * voiced)
  middle = gap + round (0.5 * voiced)
  high = gap + round (0.75 * voiced)
  spread = ((f1# [high] - f1# [low]) / f1# [middle] + (f2# [high] - f2# [low]) / f2# [middle]) / 2
  selectObject: sound
  spectrum = To Spectrum: "yes"
  below = Get band energy: 50, 1000
  above = Get band energy: 1000, 5000
  alpha = 10 * log10 (below / above)
  appendInfoLine: fixed$ (f0 - 12 * log2 (27.5), 3), " ", fixed$ (jitter, 6), " ", fixed$ (shimmer, 6), " ", fixed$ (cpp / prominences, 3),
  ... " ", fixed$ (spread, 5), " ", fixed$ (alpha, 3)
  removeObject: sound, pitch, pulses, formant, cepstrogram, smoothed, spectrum
endfor
