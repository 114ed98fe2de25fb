"""Distributions, intervals and evidence as scipy and mpmath compute them: writes inference.json beside this file."""

import json
import math
from pathlib import Path

import mpmath
import numpy as np
from scipy import integrate, stats

mpmath.mp.dps = 60
random = np.random.default_rng(7)


def evidence(wins, losses):
    """log of 2 * integral over (.5, 1) of (2 theta)^wins (2 (1 - theta))^losses: in fractions of whole numbers, exact."""
    n = wins + losses
    term, total = 1, 0
    for k in range(wins + 1):
        total += term
        term = term * (n + 1 - k) // (k + 1)
    return float(mpmath.log(mpmath.mpf(total) / ((n + 1) * mpmath.mpf(math.comb(n, wins)))))


def by_quadrature(wins, losses):
    f = lambda t: math.exp(wins * math.log(2 * t) + losses * math.log(2 * (1 - t)))
    return math.log(2 * integrate.quad(f, 0.5, 1, epsabs=0, epsrel=1e-11, points=[0.51, 0.55, 0.6, 0.8])[0])


def delong(scores, positive):
    """Variance of the AUC from its definition, pair by pair (DeLong et al. 1988)."""
    x, y = scores[positive == 1], scores[positive == 0]
    kernel = (x[:, None] > y[None, :]) + 0.5 * (x[:, None] == y[None, :])
    return kernel.mean(), kernel.mean(1).var(ddof=1) / len(x) + kernel.mean(0).var(ddof=1) / len(y)


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


scores = np.round(random.normal(size=50), 1)
positive = (scores + random.normal(size=50) > 0).astype(int)
auc, variance = delong(scores, positive)
counts = [(0, 0), (1, 0), (0, 1), (10, 2), (2, 10), (40, 20), (300, 300), (301, 300), (520, 480), (480, 520), (3000, 1000), (1000, 3000), (5100, 4900), (10000, 10000)]
cases = {
    "normal": [{"p": p, "x": float(stats.norm.ppf(p)), "cdf": float(stats.norm.cdf(3 * p - 2))} for p in (1e-6, 0.01, 0.025, 0.3, 0.5, 0.975, 0.99, 0.999)],
    "student": [
        {"p": p, "freedom": v, "x": float(stats.t.ppf(p, v)), "cdf": float(stats.t.cdf(4 * p - 2, v))}
        for p in (0.005, 0.1, 0.5, 0.95, 0.975, 0.99)
        for v in (1, 2, 3.7, 10, 98, 4999, 9999, 10000, 1e6, 1e8)
    ],
    "evidence": [{"wins": w, "losses": l, "log": evidence(w, l)} for w, l in counts],
    "quadrature": [{"wins": w, "losses": l, "log": by_quadrature(w, l)} for w, l in counts if 0 < w + l <= 60],
    "welch": [
        welch(random.normal(0, 1, 30), random.normal(0.5, 3, 12), 0.95),
        welch(random.normal(5, 2, 400), random.normal(5, 2, 25), 0.99),
        welch((random.random(200) < 0.2) * 1.0, (random.random(200) < 0.4) * 1.0, 0.99),
    ],
    "wilson": [
        {"successes": k, "trials": n, "interval": [float(v) for v in stats.binomtest(k, n).proportion_ci(method="wilson")]}
        for k, n in ((0, 10), (9, 10), (10, 10), (431, 500), (1, 1))
    ],
    "delong": {"scores": scores.tolist(), "positive": positive.tolist(), "auc": float(auc), "variance": float(variance)},
    "paired": paired(np.round(np.abs(random.normal(2, 1, 40)), 3), np.round(np.abs(random.normal(1.7, 1, 40)), 3)),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
