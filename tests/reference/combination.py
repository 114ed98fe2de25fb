"""Fixed-share weights and drifting weights by their definitions: writes combination.json beside this file.

    pip install -r tests/reference/requirements.txt
    python tests/reference/combination.py
"""

import json
import pathlib

import numpy as np

rng = np.random.default_rng(20)


def fixed_share(first, losses, share):
    """Herbster & Warmuth 1998: loss update, then the share update."""
    weights = [np.array(first)]
    for loss in losses:
        posterior = weights[-1] * np.exp(-loss)
        posterior /= posterior.sum()
        weights.append((1 - share) * posterior + share * np.array(first))
    return weights[1:]


def drifting(inputs, curvatures, prior, drift):
    """The covariance of drifting weights, in the information form: what a row says is added to the inverse."""
    size = inputs.shape[1]
    covariance = prior * np.eye(size)
    steps, covariances = [], []
    for row, curvature in zip(inputs, curvatures):
        before = covariance
        covariance = np.linalg.inv(np.linalg.inv(before) + curvature * np.outer(row, row))
        # The step along (before @ row) is the one along (after @ row) of Newton's method.
        pull = before @ row
        steps.append((covariance @ row) @ pull / (pull @ pull))
        covariance = covariance + drift * np.eye(size)
        for i in range(size):
            factor = np.sqrt(min(1, prior / covariance[i, i]))
            scale = np.ones(size)
            scale[i] = factor
            covariance = covariance * np.outer(scale, scale)
        covariances.append(covariance)
    return steps, covariances


first = [0.5, 0.3, 0.15, 0.05]
losses = rng.exponential(1, (40, 4))
losses[20:, 3] *= 0.1
inputs = rng.normal(0, 1, (30, 3))
curvatures = rng.uniform(0.05, 0.25, 30)
steps, covariances = drifting(inputs, curvatures, 0.2, 0.01)
out = {
    "numpy": np.__version__,
    "fixedShare": {
        "first": first,
        "share": 0.01,
        "losses": losses.tolist(),
        "weights": [w.tolist() for w in fixed_share(first, losses, 0.01)],
    },
    "drifting": {
        "prior": 0.2,
        "drift": 0.01,
        "inputs": inputs.tolist(),
        "curvatures": curvatures.tolist(),
        "steps": [float(s) for s in steps],
        "covariances": [c.ravel().tolist() for c in covariances],
    },
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
