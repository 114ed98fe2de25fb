"""Metrics as scikit-learn computes them, in float64: writes metrics.json beside this file."""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")
random = np.random.default_rng(20)


def classification(name, actual, probabilities):
    actual = np.asarray(actual)
    probabilities = np.asarray(probabilities, dtype=np.float64)
    classes = probabilities.shape[1]
    labels = list(range(classes))
    predicted = probabilities.argmax(axis=1)
    auc = None
    if len(set(actual.tolist())) == classes:
        auc = (
            metrics.roc_auc_score(actual, probabilities[:, 1])
            if classes == 2
            else metrics.roc_auc_score(actual, probabilities, multi_class="ovr", labels=labels)
        )
    report = metrics.precision_recall_fscore_support(actual, predicted, labels=labels, zero_division=0)
    return {
        "name": name,
        "classes": classes,
        "actual": actual.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "confusion": metrics.confusion_matrix(actual, predicted, labels=labels).tolist(),
        "accuracy": metrics.accuracy_score(actual, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, predicted),
        "macroF1": metrics.f1_score(actual, predicted, average="macro", zero_division=0),
        "logLoss": metrics.log_loss(actual, probabilities, labels=labels),
        "auc": auc,
        "precision": report[0].tolist(),
        "recall": report[1].tolist(),
        "f1": report[2].tolist(),
    }


def regression(name, actual, predicted):
    return {
        "name": name,
        "actual": list(map(float, actual)),
        "predicted": list(map(float, predicted)),
        "mae": metrics.mean_absolute_error(actual, predicted),
        "rmse": metrics.root_mean_squared_error(actual, predicted),
        "r2": metrics.r2_score(actual, predicted),
    }


def softmax(rows, classes, actual, strength, decimals=None):
    logits = random.normal(size=(rows, classes))
    logits[np.arange(rows), actual] += strength
    p = np.exp(logits)
    p /= p.sum(axis=1, keepdims=True)
    if decimals is not None:
        p[:, :-1] = np.round(p[:, :-1], decimals)
        p[:, -1] = np.maximum(1 - p[:, :-1].sum(axis=1), 0)
        p /= p.sum(axis=1, keepdims=True)
    return p


def as_float32(p):
    return np.asarray(p, dtype=np.float32).astype(np.float64)


two = random.integers(0, 2, 60)
three = random.integers(0, 3, 80)
five = random.integers(0, 5, 120)
eye = np.eye(3)
value = random.normal(50, 12, 70)

cases = {
    "sklearn": __import__("sklearn").__version__,
    "classification": [
        classification("binary", two, softmax(60, 2, two, 1.0)),
        classification("binary with ties", two, as_float32(softmax(60, 2, two, 1.0, 1))),
        classification("binary, all scores alike", two, np.full((60, 2), 0.5)),
        classification("three classes", three, softmax(80, 3, three, 0.8)),
        classification("three classes with ties", three, as_float32(softmax(80, 3, three, 0.8, 1))),
        classification("five classes", five, softmax(120, 5, five, 0.3)),
        classification("a class absent", [0, 1, 1, 0], [[0.6, 0.3, 0.1], [0.2, 0.1, 0.7], [0.1, 0.8, 0.1], [0.4, 0.5, 0.1]]),
        classification("a class neither there nor predicted", [0, 1, 1], [[0.6, 0.3, 0.1], [0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]),
        classification("one class only", [1, 1, 1], [[0.6, 0.4], [0.1, 0.9], [0.5, 0.5]]),
        classification("perfect", [0, 1, 2, 2], eye[[0, 1, 2, 2]]),
        classification("worst", [0, 1, 2, 2], eye[[1, 2, 0, 1]]),
        classification("one row", [0], [[0.25, 0.75]]),
    ],
    "regression": [
        regression("noise", value, value + random.normal(0, 5, 70)),
        regression("worse than the mean", value, -value),
        regression("large offset", value + 1e6, value + 1e6 + random.normal(0, 1, 70)),
        regression("perfect", [1.5, 2.5, 4], [1.5, 2.5, 4]),
        regression("constant, met", [2, 2, 2], [2, 2, 2]),
        regression("constant, missed", [2, 2, 2], [2, 2, 3]),
    ],
    "evaluation": {
        "binary": classification("binary", two, as_float32(softmax(60, 2, two, 1.0))),
        "multiclass": classification("multiclass", five, as_float32(softmax(120, 5, five, 0.5))),
        "regression": regression(
            "regression", as_float32(value), as_float32(value + random.normal(0, 5, 70))
        ),
    },
}
prior = [0.5, 0.2, 0.15, 0.1, 0.05]
constant = classification("prior", five, np.tile(prior, (120, 1)))
cases["evaluation"]["multiclassBaseline"] = {"prior": prior, **{k: constant[k] for k in ("accuracy", "balancedAccuracy", "macroF1", "logLoss", "auc")}}
cases["evaluation"]["regressionBaseline"] = regression("mean", as_float32(value), np.full(70, 48.0))

Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
