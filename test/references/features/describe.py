"""Computes the log-mel rows and frame descriptors of one fixture from their definitions, with NumPy and SciPy alone.

    python3 test/references/features/describe.py

reads test/fixtures/features/female-mid.flac (by sox) and writes test/fixtures/features/descriptors.json: 50 log-mel rows
and the descriptors of every 13th frame. Pitch is left to Praat (make_speech.py).
"""

import json
import subprocess
from pathlib import Path

import numpy as np
from scipy import fft, signal, stats

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "features"
CLIP = "female-mid"
RATE = 16_000
HOP = 160
FIRST_ROW, ROWS = 100, 50
EVERY = 13
FLOOR = 1e-6


def mel_matrix(size: int, bands: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Triangles over the bins of an FFT, before normalisation, with their corners and the mel of every bin."""
    mel = 1127 * np.log1p(np.arange(size // 2 + 1) * RATE / size / 700)
    corners = np.linspace(1127 * np.log1p(60 / 700), 1127 * np.log1p(7600 / 700), bands + 2)
    rows = [np.interp(mel, corners[b : b + 3], [0, 1, 0], left=0, right=0) for b in range(bands)]
    return np.array(rows), 700 * np.expm1(corners / 1127), mel


def log_mel(samples: np.ndarray) -> np.ndarray:
    window = signal.get_window("hann", 400)
    frames = np.lib.stride_tricks.sliding_window_view(samples, 400)[::HOP] * window
    power = np.abs(fft.rfft(frames, 512)) ** 2
    triangles, _, _ = mel_matrix(512, 64)
    bands = power @ (triangles / triangles.sum(axis=1, keepdims=True)).T
    logs = np.log(bands + 1e-9)
    return (logs[0 : len(logs) // 2 * 2 : 2] + logs[1::2]) / 2


def decibel(ratio: float) -> float:
    return 10 * np.log10(ratio)


def roll_off(power: np.ndarray, hz: np.ndarray, share: float) -> float:
    step = hz[1] - hz[0]
    edges = np.append(hz - step / 2, hz[-1] + step / 2)
    return np.interp(share, np.append(0, np.cumsum(power)) / power.sum(), edges)


def loudness(bands: np.ndarray, triangles: np.ndarray, corners: np.ndarray, scale: float) -> tuple[float, float]:
    """Stevens's exponent on power per Bark, Hermansky's ear, the weight of DIN 45692."""
    centre = corners[1:-1]
    bark = 26.81 * centre / (1960 + centre) - 0.53
    width = np.gradient(bark)
    width[0], width[-1] = width[1], width[-2]
    w2 = (2 * np.pi * centre) ** 2
    ear = (w2 + 56.8e6) * w2**2 / ((w2 + 6.3e6) ** 2 * (w2 + 0.38e9))
    specific = (ear * bands * triangles.sum(axis=1) * scale / width) ** 0.3
    g = np.where(bark <= 15.8, 1, 0.15 * np.exp(0.42 * (bark - 15.8)) + 0.85)
    total = np.sum(specific * width)
    return total, 0.11 * np.sum(specific * g * bark * width) / total


def describe(samples: np.ndarray) -> list[dict[str, float]]:
    window = signal.get_window("hann", 640)
    energy = np.sum(window**2)
    triangles, corners, _ = mel_matrix(1024, 26)
    all_hz = np.arange(513) * RATE / 1024
    heard = all_hz >= 60
    hz = all_hz[heard]
    result = []
    before = None
    for frame in np.lib.stride_tricks.sliding_window_view(samples, 640)[::HOP]:
        centred = frame - frame.mean()
        raw = np.abs(fft.rfft(centred * window, 1024)) ** 2
        power = raw[heard] + FLOOR * raw[heard].mean()
        share = power / power.sum()

        def within(low: float, high: float) -> np.ndarray:
            return power[(hz >= low) & (hz < high)]

        def slope(low: float, high: float) -> float:
            chosen = (hz >= low) & (hz < high)
            return np.polyfit(hz[chosen] / 1000, decibel(power[chosen]), 1)[0]

        centroid = np.average(hz, weights=power)
        spread = np.sqrt(np.average((hz - centroid) ** 2, weights=power))
        bands = raw @ (triangles / triangles.sum(axis=1, keepdims=True)).T
        sones, sharpness = loudness(bands, triangles, corners, 2 / 1024 / energy)
        logs = np.log((bands + FLOOR * bands.mean()) / energy)
        row = {
            "intensityDb": decibel(raw[heard].sum() * 2 / 1024 / energy),
            "loudness": sones,
            "zeroCrossingRate": np.mean(np.diff(centred >= 0)),
            "centroidHz": centroid,
            "spreadHz": spread,
            "skewness": np.average(((hz - centroid) / spread) ** 3, weights=power),
            "kurtosis": np.average(((hz - centroid) / spread) ** 4, weights=power),
            "flux": 0.0 if before is None else np.linalg.norm(np.sqrt(share) - np.sqrt(before)),
            "flatnessDb": decibel(stats.gmean(power) / power.mean()),
            "crestDb": decibel(power.max() / power.mean()),
            "entropy": stats.entropy(share) / np.log(len(share)),
            "sharpness": sharpness,
            "alphaRatioDb": decibel(within(50, 1000).sum() / within(1000, 5000).sum()),
            "hammarbergDb": decibel(within(0, 2000).max() / within(2000, 5000).max()),
            "slope0to500": slope(0, 500),
            "slope500to1500": slope(500, 1500),
        }
        for percent in [25, 50, 75, 85, 90, 95]:
            row[f"rolloff{percent}Hz"] = roll_off(power, hz, percent / 100)
        for low, high in [(0, 250), (250, 500), (500, 1000), (1000, 2000), (2000, 4000)]:
            row[f"band{low}to{high}Db"] = decibel(within(low, high).sum() / power.sum())
        row["band4000to8000Db"] = decibel(within(4000, 8001).sum() / power.sum())
        row |= {f"mfcc{k}": c for k, c in enumerate(fft.dct(logs, type=2, norm="ortho")[:15])}
        row |= {f"melBand{b}": value for b, value in enumerate(logs)}
        result.append(row)
        before = share
    return result


def rounded(value: float) -> float:
    return float(f"{value:.7g}")


def main() -> None:
    pcm = subprocess.run(
        ["sox", str(FIXTURES / f"{CLIP}.flac"), "-t", "raw", "-e", "signed", "-b", "16", "-"], check=True, capture_output=True
    ).stdout
    samples = np.frombuffer(pcm, dtype="<i2") / 32768
    content = {
        "origin": f"NumPy {np.__version__}; made by test/references/features/describe.py",
        "clip": CLIP,
        "firstRow": FIRST_ROW,
        "logMel": [[round(float(x), 4) for x in row] for row in log_mel(samples)[FIRST_ROW : FIRST_ROW + ROWS]],
        "every": EVERY,
        "descriptors": [{k: rounded(v) for k, v in row.items()} for row in describe(samples)[::EVERY]],
    }
    with open(FIXTURES / "descriptors.json", "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


main()
