#!/usr/bin/env python3
"""Writes test/fixtures/activity: synthetic speech with known pauses.

    python3 test/references/activity/make_spoken.py

Needs espeak-ng, sox and flac. Two voices speak in turn; spoken.json holds where each phrase begins and ends, in seconds.
The phrases are rendered one by one and cut where they fall 40 dB below their own peak, so what lies between is a pause.
"""

import array
import json
import pathlib
import subprocess
import sys
import tempfile
import wave

RATE = 16000
OUT = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "activity"
# Voice, text, and the pause before it in seconds.
PHRASES = [
    ("en-us+f3", "the quiet river moved slowly under the old stone bridge", 0.8),
    ("en-us+f3", "nobody came", 0.5),
    ("de+m3", "am nachmittag gingen wir durch den wald", 1.2),
    ("de+m3", "und dann nach hause", 0.4),
    ("en-us+f3", "please put seven large boxes next to the door", 0.9),
]
LAST_PAUSE = 0.7


def speak(voice: str, text: str) -> array.array:
    with tempfile.TemporaryDirectory() as work:
        raw, resampled = f"{work}/raw.wav", f"{work}/16k.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "160", "-w", raw, text], check=True)
        subprocess.run(["sox", "-D", "-R", raw, "-b", "16", resampled, "rate", "-v", str(RATE), "gain", "-n", "-9"], check=True)
        with wave.open(resampled) as file:
            samples = array.array("h", file.readframes(file.getnframes()))
    threshold = max(abs(s) for s in samples) / 100
    loud = [i for i, s in enumerate(samples) if abs(s) >= threshold]
    return samples[loud[0] : loud[-1] + 1]


def main() -> None:
    assert sys.byteorder == "little"
    OUT.mkdir(parents=True, exist_ok=True)
    samples = array.array("h")
    phrases = []
    for voice, text, pause in PHRASES:
        samples.extend([0] * round(pause * RATE))
        start = len(samples) / RATE
        samples.extend(speak(voice, text))
        phrases.append({"startSec": round(start, 4), "endSec": round(len(samples) / RATE, 4)})
    samples.extend([0] * round(LAST_PAUSE * RATE))
    subprocess.run(
        ["flac", "-s", "-f", "-8", "--force-raw-format", "--endian=little", "--sign=signed", "--channels=1", "--bps=16",
         f"--sample-rate={RATE}", "-o", str(OUT / "spoken.flac"), "-"],
        input=samples.tobytes(),
        check=True,
    )  # fmt: skip
    (OUT / "spoken.json").write_text(json.dumps(phrases, indent=1) + "\n")


main()
