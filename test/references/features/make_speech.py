"""Makes test/fixtures/features/: synthetic speech (espeak-ng) and what Praat hears in it.

Needs espeak-ng, sox, flac and praat (Debian packages of those names) and NumPy. Run from anywhere:

    python3 test/references/features/make_speech.py

Each clip is cut to 640 + 160 k samples, so that Praat, which centres its frames in the sound, and the descriptors, which
count from the first sample, look at the same 40 ms.
"""

import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
OUT = HERE.parent.parent / "fixtures" / "features"
RATE = 16_000

TEXTS = {
    "en": "The north wind and the sun were arguing one day which of them was stronger. Do you know who won? "
    "I would never have believed it, but the traveller took off his coat.",
    "de": "Gestern Abend bin ich lange am Fluss entlang gegangen. Hast du den Mond gesehen? "
    "Er stand so tief, dass man ihn fast anfassen konnte.",
    "pl": "Wczoraj wieczorem długo szedłem nad rzeką. Czy widziałeś księżyc? "
    "Był tak nisko, że prawie można go było dotknąć.",
}

# Name, espeak-ng voice, language, pitch (0-99), speed (words a minute), SNR of added pink noise in dB.
CLIPS = [
    ("male-low", "en-us+m3", "en", 25, 150, None),
    ("male-noisy", "de+m7", "de", 45, 160, 15),
    ("male-lively", "pl+m1", "pl", 85, 170, None),
    ("female-mid", "en-us+f2", "en", 50, 165, None),
    ("female-noisy", "de+f4", "de", 55, 150, 15),
    ("female-high", "pl+f5", "pl", 70, 150, None),
]


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def pink_noise(length: int, rng: np.random.Generator) -> np.ndarray:
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    spectrum[0] = 0
    noise = np.fft.irfft(spectrum, length)
    return noise / np.sqrt(np.mean(noise**2))


def speak(voice: str, text: str, pitch: int, speed: int, folder: Path) -> np.ndarray:
    spoken, resampled = folder / "spoken.wav", folder / "resampled.raw"
    run("espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(speed), "-w", str(spoken), text)
    run("sox", "-D", str(spoken), "-r", str(RATE), "-b", "16", "-e", "signed", "-c", "1", str(resampled), "gain", "-6")
    samples = np.fromfile(resampled, dtype="<i2") / 32768
    samples = samples[: 8 * RATE]
    return samples[: 640 + 160 * ((len(samples) - 640) // 160)]


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    measured = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index, (clip, voice, language, pitch, speed, snr_db) in enumerate(CLIPS):
            samples = speak(voice, TEXTS[language], pitch, speed, folder)
            if snr_db is not None:
                noise = pink_noise(len(samples), np.random.default_rng(index))
                samples = samples + noise * np.sqrt(np.mean(samples**2)) * 10 ** (-snr_db / 20)
            pcm = np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2")
            raw, wav = folder / f"{clip}.raw", folder / f"{clip}.wav"
            pcm.tofile(raw)
            run("sox", "-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", str(raw), str(wav))
            run("flac", "--silent", "--force", "--best", "-o", str(OUT / f"{clip}.flac"), str(wav))
            printed = subprocess.run(
                ["praat", "--run", str(HERE / "praat-pitch.praat"), str(wav)], check=True, capture_output=True, text=True
            ).stdout
            rows = np.array([[float(x) for x in line.split()] for line in printed.splitlines()])
            frames = (len(pcm) - 640) // 160 + 1
            assert len(rows) == frames and abs(rows[0, 0] - 0.02) < 1e-4, (len(rows), frames, rows[0])
            measured[clip] = {"f0Hz": rows[:, 1].tolist(), "hnrDb": rows[:, 2].tolist()}
            print(clip, len(pcm) / RATE, "s, voiced", np.mean(rows[:, 1] > 0).round(2), "median F0", np.median(rows[rows[:, 1] > 0, 1]))
    praat = subprocess.run(["praat", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    origin = f"{praat}; made by test/references/features/make_speech.py"
    with open(OUT / "praat.json", "w") as file:
        json.dump({"origin": origin, "clips": measured}, file, separators=(",", ":"))
        file.write("\n")


main()
