"""Two-sample tests and distances of distributions as scipy computes them, and logistic regressions as scikit-learn does: writes drift-tests.json beside this file."""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(11)


def plain(values):
    return [float(value) for value in values]


def kolmogorov(one, other, method):
    found = stats.ks_2samp(one, other, method=method)
    return {
        "one": plain(one),
        "other": plain(other),
        "method": method,
        "statistic": float(found.statistic),
        "pValue": float(found.pvalue),
    }


numbers = [
    (random.normal(size=30), random.normal(size=30)),
    (random.normal(size=30), random.normal(1.5, size=30)),
    (random.normal(size=30), random.normal(4, size=30)),
    (random.normal(size=7), random.normal(0.5, size=12)),
    (random.normal(size=50), random.normal(0.5, size=80)),
    (random.integers(0, 5, 40).astype(float), random.integers(0, 6, 30).astype(float)),
    (np.array([1.0]), np.array([2.0, 3.0])),
    (random.exponential(size=200), random.exponential(1.2, size=150)),
    (np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])),
]


def rounded(size, shift=0.0):
    return random.normal(shift, size=size).round(4)


counts = [
    [[30, 20, 50], [25, 30, 45]],
    [[100, 200], [150, 150]],
    [[12, 9, 40, 8, 100], [20, 9, 30, 18, 70]],
    [[1000, 1000, 1000], [30, 35, 28]],
    [[500, 10], [510, 60]],
]
shares = lambda row: np.array(row) / np.sum(row)


def index(reference, window):
    p, q = shares(reference), shares(window)
    return float(np.sum((q - p) * np.log(q / p)))


def chi_squared(table):
    found = stats.chi2_contingency(table, correction=False)
    total = np.sum(table)
    return {
        "counts": table,
        "chiSquared": float(found.statistic),
        "pValue": float(found.pvalue),
        "freedom": int(found.dof),
        "cramer": float(np.sqrt(found.statistic / total)),
        "jensenShannon": float(jensenshannon(*table)),
        "stabilityIndex": index(*table),
    }



def logistic(penalty):
    x = random.normal(size=(40, 3)).round(3)
    y = (x[:, 0] - 0.5 * x[:, 1] + random.normal(size=40) > 0.2).astype(int)
    weights = random.uniform(0.5, 2, size=40).round(3)
    model = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=10_000).fit(x, y, sample_weight=weights)
    return {
        "penalty": penalty,
        "x": x.tolist(),
        "y": y.tolist(),
        "weights": plain(weights),
        "parameters": plain([*model.coef_[0], model.intercept_[0]]),
    }


p_values = [0.01, 0.04, 0.03, 0.005, 0.5, 0.04, 1.0, 0.0002]
result = {
    "scipy": scipy.__version__,
    "kolmogorovSmirnov": [kolmogorov(a, b, "exact") for a, b in numbers],
    "kolmogorovSmirnovLarge": [
        kolmogorov(rounded(2500), rounded(2200, shift), "asymp") for shift in (0.0, 0.03, 0.06)
    ],
    "kolmogorovTail": [{"x": x, "tail": float(special.kolmogorov(x))} for x in (0.1, 0.3, 0.5, 0.8, 0.99, 1.0, 1.36, 2.0, 4.0)],
    "chiSquaredTail": [
        {"x": x, "freedom": k, "tail": float(stats.chi2.sf(x, k))}
        for k in (1, 2, 3, 9, 30, 199)
        for x in (1e-6, 0.5, 1.0, 5.0, 20.0, 100.0, 250.0)
    ],
    "counts": [chi_squared(table) for table in counts],
    "wasserstein": [
        {"one": plain(a), "other": plain(b), "distance": float(stats.wasserstein_distance(a, b))} for a, b in numbers
    ],
    "logistic": [logistic(penalty) for penalty in (0.01, 1.0, 30.0)],
    "corrected": {
        "pValues": p_values,
        "benjaminiHochberg": plain(stats.false_discovery_control(p_values)),
    },
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
