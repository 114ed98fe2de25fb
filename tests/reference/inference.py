"""Distributions and intervals as scipy computes them: writes inference.json beside this file."""

import json
from pathlib import Path

import numpy as np
from scipy import stats

random = np.random.default_rng(7)


def welch(before, after, confidence):
    result = stats.ttest_ind(after, before, equal_var=False, alternative="greater")
    summary = lambda v: {"count": len(v), "mean": float(np.mean(v)), "variance": float(np.var(v, ddof=1))}
    return {
        "before": summary(before),
        "after": summary(after),
        "confidence": confidence,
        "lowerBound": float(result.confidence_interval(confidence).low),
    }


def paired(champion, challenger):
    interval = stats.ttest_rel(challenger, champion).confidence_interval(0.95)
    return {
        "champion": champion.tolist(),
        "challenger": challenger.tolist(),
        "low": float(interval.low),
        "high": float(interval.high),
    }


cases = {
    "normal": [{"p": p, "x": float(stats.norm.ppf(p))} for p in (1e-6, 0.01, 0.025, 0.3, 0.5, 0.975, 0.99, 0.999)],
    "student": [
        {"p": p, "freedom": v, "x": float(stats.t.ppf(p, v)), "cdf": float(stats.t.cdf(4 * p - 2, v))}
        for p in (0.005, 0.1, 0.5, 0.95, 0.975, 0.99)
        for v in (1, 2, 3.7, 10, 98, 4999, 9999, 10000, 1e6, 1e8)
    ],
    "welch": [
        welch(random.normal(0, 1, 30), random.normal(0.5, 3, 12), 0.95),
        welch(random.normal(5, 2, 400), random.normal(5, 2, 25), 0.99),
        welch((random.random(200) < 0.2) * 1.0, (random.random(200) < 0.4) * 1.0, 0.99),
    ],
    "wilson": [
        {"successes": k, "trials": n, "interval": [float(v) for v in stats.binomtest(k, n).proportion_ci(method="wilson")]}
        for k, n in ((0, 10), (9, 10), (10, 10), (431, 500), (1, 1))
    ],
    "paired": paired(np.round(np.abs(random.normal(2, 1, 40)), 3), np.round(np.abs(random.normal(1.7, 1, 40)), 3)),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
