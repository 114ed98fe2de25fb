"""Bootstrap intervals, block lengths and reliability as scipy, arch and scikit-learn find them: writes bootstrap.json beside this file."""

import json
import math
import warnings
from pathlib import Path

import numpy as np
from arch.bootstrap import CircularBlockBootstrap, optimal_block_length
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
random = np.random.default_rng(11)


def autoregressive(rows, share):
    noise = random.normal(size=rows)
    values = np.zeros(rows)
    for row in range(rows):
        values[row] = noise[row] + (share * values[row - 1] if row else 0)
    return np.round(values, 3)


def block_length(name, values):
    return {
        "name": name,
        "values": values.tolist(),
        "length": math.ceil(optimal_block_length(values)["circular"].iloc[0]),
    }


def ends(samples):
    return np.quantile(samples, [0.025, 0.975], axis=0).T.tolist()


def plain(values):
    found = stats.bootstrap((values,), np.mean, n_resamples=20_000, method="percentile", rng=random)
    return {"values": values.tolist(), "interval": [float(v) for v in found.confidence_interval]}


def blocks(values, length):
    bootstrap = CircularBlockBootstrap(length, values, seed=3)
    interval = bootstrap.conf_int(np.mean, reps=20_000, method="percentile").ravel()
    return {"values": values.tolist(), "length": length, "interval": interval.tolist()}


def probabilities(actual, classes, strength):
    logits = random.normal(size=(len(actual), classes))
    logits[np.arange(len(actual)), actual] += strength
    p = np.exp(logits)
    return np.round(p / p.sum(axis=1, keepdims=True), 4).astype(np.float32)


def scores(actual, p, labels):
    named = p.argmax(axis=1)
    whole = p.astype(np.float64)
    own = np.clip(whole[np.arange(len(actual)), actual], 2.0**-23, 1)
    ranked = whole[:, 1] if len(labels) == 2 else whole / whole.sum(axis=1, keepdims=True)
    return [
        metrics.accuracy_score(actual, named),
        metrics.balanced_accuracy_score(actual, named),
        metrics.f1_score(actual, named, average="macro", zero_division=0),
        -np.log(own).mean(),
        metrics.roc_auc_score(actual, ranked, multi_class="ovr", labels=labels),
    ]


def stratified(actual, classes, strength, resamples=3_000):
    p = probabilities(actual, classes, strength)
    labels = list(range(classes))
    strata = [np.flatnonzero(actual == label) for label in labels]
    samples = []
    for _ in range(resamples):
        rows = np.concatenate([random.choice(stratum, len(stratum)) for stratum in strata])
        samples.append(scores(actual[rows], p[rows], labels))
    return {
        "classes": classes,
        "actual": actual.tolist(),
        "probabilities": p.ravel().astype(float).round(4).tolist(),
        "intervals": ends(np.array(samples)),
    }


def reliability(actual, classes, strength):
    p = probabilities(actual, classes, strength)
    if classes == 2:
        told, true = p[:, 1].astype(np.float64), actual == 1
    else:
        told, true = p.max(axis=1).astype(np.float64), p.argmax(axis=1) == actual
    observed, predicted = calibration_curve(true, told, n_bins=10, strategy="quantile")
    edges = np.percentile(told, np.linspace(0, 1, 11) * 100)
    rows = np.bincount(np.searchsorted(edges[1:-1], told), minlength=10)
    rows = rows[rows > 0]
    return {
        "classes": classes,
        "actual": actual.tolist(),
        "probabilities": p.ravel().astype(float).round(4).tolist(),
        "rows": rows.tolist(),
        "observed": observed.tolist(),
        "predicted": predicted.tolist(),
        "calibrationError": float((rows / rows.sum() * np.abs(observed - predicted)).sum()),
    }


sorted_by_chance = lambda rows, shares: random.choice(len(shares), size=rows, p=shares)
cases = {
    "blockLengths": [
        block_length("independent", np.round(random.normal(size=300), 3)),
        block_length("alike, .5", autoregressive(400, 0.5)),
        block_length("alike, .9", autoregressive(500, 0.9)),
        block_length("alternating", autoregressive(400, -0.6)),
        block_length("errors in runs", np.repeat(random.integers(0, 2, 40), 12).astype(float)),
        block_length("few", autoregressive(20, 0.5)),
    ],
    "plain": plain(np.round(random.exponential(size=120), 3)),
    "blocks": blocks(autoregressive(400, 0.7), 15),
    "stratified": [
        stratified(sorted_by_chance(150, [0.7, 0.3]), 2, 1.0),
        stratified(sorted_by_chance(150, [0.5, 0.3, 0.2]), 3, 0.8),
    ],
    "reliability": [
        reliability(sorted_by_chance(307, [0.6, 0.4]), 2, 1.5),
        reliability(sorted_by_chance(308, [0.5, 0.3, 0.2]), 3, 1.0),
    ],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
