"""Metrics of scikit-learn on answers to some rows, without weights and with them."""
import json
import os

import numpy as np
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    f1_score,
    mean_absolute_error,
    roc_auc_score,
    root_mean_squared_error,
)

random = np.random.default_rng(11)
rows = 60
weights = np.round(random.uniform(0.2, 4, rows), 2)
cases = []


def add(metric, task, y, answers, score):
    scores = [float(score(y, answers, sample_weight=weighed)) for weighed in (None, weights)]
    flat = [round(float(v), 3) for v in np.ravel(answers)]
    cases.append(
        dict(metric=metric, task=task, y=y.tolist(), weights=weights.tolist(), answers=flat, scores=scores)
    )


def named(score, **options):
    return lambda y, answers, sample_weight: score(y, answers.argmax(1), sample_weight=sample_weight, **options)


def area(y, answers, sample_weight):
    if answers.shape[1] == 2:
        return roc_auc_score(y, answers[:, 1], sample_weight=sample_weight)
    kinds = range(answers.shape[1])
    return np.mean([roc_auc_score(y == kind, answers[:, kind], sample_weight=sample_weight) for kind in kinds])


for task, kinds in (("binary", 2), ("multiclass", 3)):
    y = random.integers(0, kinds, rows)
    chances = random.uniform(0.1, 1, (rows, kinds)) + 0.5 * (y[:, None] == np.arange(kinds))
    answers = np.round(chances / chances.sum(1, keepdims=True), 3)
    add("accuracy", task, y, answers, named(accuracy_score))
    add("balanced-accuracy", task, y, answers, named(balanced_accuracy_score))
    add("macro-f1", task, y, answers, named(f1_score, average="macro"))
    add("roc-auc", task, y, answers, area)

y = np.round(random.normal(size=rows), 2)
answers = np.round(y + random.normal(size=rows), 2)
# The higher the better.
add("mae", "regression", y, answers, lambda *rows, **weighed: -mean_absolute_error(*rows, **weighed))
add("rmse", "regression", y, answers, lambda *rows, **weighed: -root_mean_squared_error(*rows, **weighed))

with open(os.path.join(os.path.dirname(__file__), "stop-scores.json"), "w") as file:
    json.dump(dict(cases=cases), file)
    file.write("\n")
