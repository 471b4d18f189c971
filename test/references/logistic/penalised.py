"""L2 logistic regression with its strength chosen over groups, by SciPy's general minimiser.

    python3 test/references/logistic/penalised.py

writes test/fixtures/logistic/penalised.json: rows, labels, groups, and the logits of further rows.
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

STRENGTHS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]
rng = np.random.default_rng(3)
rows, width = 150, 6
x = np.round(rng.normal(size=(rows, width)) * [1, 5, 0.1, 1, 2, 1] + [0, 3, 1, 0, 0, 0], 4)
true = np.array([0.9, 0.1, -4, 0, 0, 0])
y = rng.random(rows) < 1 / (1 + np.exp(-((x - x.mean(0)) @ true)))
groups = np.arange(rows) % 4
further = np.round(rng.normal(size=(12, width)) * [1, 5, 0.1, 1, 2, 1] + [0, 3, 1, 0, 0, 0], 4)


def fit(x, y, strength):
    mean, sd = x.mean(0), x.std(0)
    z = (x - mean) / sd

    def loss(w):
        logits = z @ w[:-1] + w[-1]
        return np.logaddexp(0, np.where(y, -logits, logits)).mean() + strength / 2 * (w[:-1] ** 2).sum()

    w = minimize(loss, np.zeros(x.shape[1] + 1), method="BFGS", options={"gtol": 1e-9}).x
    return lambda rows: (rows - mean) / sd @ w[:-1] + w[-1]


def left_out_loss(strength):
    total = 0.0
    for group in range(4):
        inside = groups != group
        logits = fit(x[inside], y[inside], strength)(x[~inside])
        total += np.logaddexp(0, np.where(y[~inside], -logits, logits)).sum()
    return total


best = min(STRENGTHS, key=left_out_loss)
out = Path(__file__).parent.parent.parent / "fixtures" / "logistic" / "penalised.json"
out.write_text(
    json.dumps(
        {
            "rows": x.tolist(),
            "labels": y.tolist(),
            "groups": groups.tolist(),
            "strength": best,
            "further": further.tolist(),
            "logits": np.round(fit(x, y, best)(further), 6).tolist(),
        }
    )
    + "\n"
)
print(best)
