"""Writes ../../fixtures/mrmr-fcq.json: features of three classes, and the order in which FCQ chooses them.

F comes from SciPy, correlation from NumPy; the greedy search keeps no running sums, so that it shares nothing with the
code that it checks but the definition: F over the mean absolute correlation with those chosen, floored at 1e-5.
Run: python3 test/references/mrmr/fcq.py (NumPy 2, SciPy 1.17)
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import f_oneway

rng = np.random.default_rng(20261125)
samples, features = 90, 14
classes = rng.integers(0, 3, samples)
hidden = rng.normal(size=(samples, 4)) + np.stack([classes * w for w in (0.9, 0.5, 0.2, 0.0)], axis=1)
mixing = rng.normal(size=(4, features)) * (rng.random((4, features)) < 0.5)
x = hidden @ mixing + 0.6 * rng.normal(size=(samples, features))
x[:, 5] = 3 * x[:, 2] + 0.05 * rng.normal(size=samples)  # nearly a copy
x[:, 9] = np.exp(x[:, 9])  # a long tail
x[:, 11] = 7.25  # a constant
x = np.round(x, 4)

f = [0.0 if np.ptp(x[:, j]) == 0 else f_oneway(*(x[classes == c, j] for c in range(3))).statistic for j in range(features)]
rho = np.zeros((features, features))
for i in range(features):
    for j in range(features):
        if np.ptp(x[:, i]) > 0 and np.ptp(x[:, j]) > 0:
            rho[i, j] = abs(np.corrcoef(x[:, i], x[:, j])[0, 1])

chosen: list[int] = []
while True:
    left = [j for j in range(features) if j not in chosen and f[j] > 0]
    if not left:
        break
    score = {j: f[j] / max(1e-5, np.mean(rho[j, chosen])) if chosen else f[j] for j in left}
    chosen.append(max(score, key=lambda j: score[j]))

fixture = {
    "origin": "test/references/mrmr/fcq.py",
    "columns": x.T.tolist(),
    "classes": classes.tolist(),
    "fStatistics": [float(v) for v in f],
    "order": chosen,
}
Path(__file__).parents[2].joinpath("fixtures", "mrmr-fcq.json").write_text(json.dumps(fixture) + "\n")
