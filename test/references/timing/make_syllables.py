"""Makes test/fixtures/timing/: synthetic speech (espeak-ng) whose syllables were counted by hand.

Needs espeak-ng, sox and flac. Run: python3 test/references/timing/make_syllables.py
"""

import json
import subprocess
import tempfile
from pathlib import Path

OUT = Path(__file__).parents[2] / "fixtures" / "timing"

# Name, voice, words a minute, the sentence by syllables.
CLIPS = [
    ("english", "en+f2", 170, "She will nev-er for-get the beau-ti-ful sum-mer we spent to-geth-er at the lake."),
    ("german", "de+m3", 150, "Mor-gen wol-len wir ge-mein-sam nach Hau-se fah-ren."),
    ("italian", "it+m3", 140, "Do-ma-ni po-me-rig-gio an-dia-mo a man-gia-re u-na piz-za con tut-ta la fa-mi-glia."),
]

OUT.mkdir(parents=True, exist_ok=True)
counted = {}
with tempfile.TemporaryDirectory() as name:
    for clip, voice, speed, text in CLIPS:
        wav, low = Path(name, "spoken.wav"), Path(name, "low.wav")
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", wav, text.replace("-", "")], check=True)
        subprocess.run(["sox", "-D", wav, "-r", "16000", "-b", "16", low, "gain", "-3"], check=True)
        subprocess.run(["flac", "--silent", "--force", "--best", "-o", OUT / f"{clip}.flac", low], check=True)
        counted[clip] = len(text.replace("-", " ").split())
(OUT / "syllables.json").write_text(json.dumps(counted) + "\n")
