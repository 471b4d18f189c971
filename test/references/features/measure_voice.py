"""Makes test/fixtures/features/praat-voice.json: what Praat measures in two of the clips that make_speech.py made.

Needs sox and praat (Debian packages of those names). Run from anywhere:

    python3 test/references/features/measure_voice.py
"""

import json
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "fixtures" / "features"
SCRIPT = HERE.parent.parent.parent / "src" / "node" / "praat-features.praat"
CLIPS = ["male-low", "female-mid"]


def number(text: str) -> float | None:
    return None if "undefined" in text else float(text)


def main() -> None:
    clips = {}
    with tempfile.TemporaryDirectory() as name:
        for clip in CLIPS:
            wav, listing = Path(name) / f"{clip}.wav", Path(name) / f"{clip}.txt"
            subprocess.run(["sox", str(FIXTURES / f"{clip}.flac"), str(wav)], check=True)
            listing.write_text(str(wav))
            printed = subprocess.run(["praat", "--run", str(SCRIPT), str(listing)], check=True, capture_output=True, text=True)
            lines = [line.split() for line in printed.stdout.splitlines()]
            frames = [[number(x) for x in line[1:]] for line in lines if line[0] == "frame"]
            voice = next([number(x) for x in line[1:]] for line in lines if line[0] == "voice")
            clips[clip] = {
                "f0Hz, hnrDb, cppDb, f1Hz, f2Hz": frames,
                "jitterLocal, jitterPpq5, shimmerLocalDb, shimmerApq3": voice,
            }
    praat = subprocess.run(["praat", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    content = {"origin": f"{praat}; made by test/references/features/measure_voice.py", "clips": clips}
    with open(FIXTURES / "praat-voice.json", "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


main()
