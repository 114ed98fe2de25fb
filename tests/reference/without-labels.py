"""Calibration as scikit-learn does it, and estimates without labels by their definitions in numpy: writes without-labels.json beside this file.

NannyML, which has CBPE as well, asks for the clients of several clouds and a database; the definitions are few lines.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.optimize import minimize_scalar
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression

random = np.random.default_rng(5)


def plain(values):
    return np.asarray(values, dtype=float).tolist()


def calibration():
    told = np.float32(random.beta(0.8, 0.8, 200).round(2).clip(0.01, 0.99))
    y = (random.random(200) < 0.2 + 0.5 * told).astype(int)
    told = told.astype(float)
    odds = np.log(told / (1 - told))
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(told, y).predict(told)

    def heated(logarithm):
        return 1 / (1 + np.exp(-odds / np.exp(logarithm)))

    def loss(logarithm):
        chance = heated(logarithm)
        return -np.mean(np.where(y == 1, np.log(chance), np.log(1 - chance)))

    best = minimize_scalar(loss, bounds=(-np.log(20), np.log(20)), method="bounded", options={"xatol": 1e-9}).x
    return {
        "probabilities": plain(told),
        "y": y.tolist(),
        "isotonic": plain(isotonic),
        "platt": plain(_SigmoidCalibration().fit(odds, y).predict(odds)),
        "temperature": plain(heated(best)),
    }


def expected_auc(scores, chances):
    above = total = 0.0
    for i in range(len(scores)):
        for j in range(len(scores)):
            if i == j:
                continue
            weight = chances[i] * (1 - chances[j])
            total += weight
            above += weight * ((scores[i] > scores[j]) + 0.5 * (scores[i] == scores[j]))
    return above / total


def cbpe(classes):
    told = np.float32(random.dirichlet(np.ones(classes), 60).round(2))
    calibrated = np.float32(random.dirichlet(2 * np.ones(classes), 60))
    named = told.argmax(axis=1)
    confusion = np.zeros((classes, classes))
    for row, kind in enumerate(named):
        confusion[:, kind] += calibrated[row]
    recall = np.diag(confusion) / confusion.sum(axis=1)
    predicted = confusion.sum(axis=0)
    precision = np.divide(np.diag(confusion), predicted, out=np.zeros(classes), where=predicted > 0)
    kinds = [1] if classes == 2 else range(classes)
    return {
        "told": plain(told.ravel()),
        "calibrated": plain(calibrated.ravel()),
        "classes": classes,
        "confusion": plain(confusion),
        "accuracy": float(np.mean(calibrated[np.arange(60), named])),
        "recall": plain(recall),
        "precision": plain(precision),
        "auc": float(np.mean([expected_auc(told[:, kind], calibrated[:, kind].astype(float)) for kind in kinds])),
    }


def bbse(classes):
    labels = random.integers(0, classes, 400)
    named = np.where(random.random(400) < 0.7, labels, random.integers(0, classes, 400))
    newer = random.choice(classes, 300, p=random.dirichlet(np.ones(classes)))
    joint = np.zeros((classes, classes))
    for row in range(400):
        joint[named[row], labels[row]] += 1 / 400
    weights = np.linalg.solve(joint, np.bincount(newer, minlength=classes) / 300)
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "named": named.tolist(),
        "newer": newer.tolist(),
        "weights": plain(weights),
    }


result = {
    "scikitLearn": sklearn.__version__,
    "calibration": calibration(),
    "cbpe": [cbpe(2), cbpe(3)],
    "bbse": [bbse(2), bbse(4)],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
