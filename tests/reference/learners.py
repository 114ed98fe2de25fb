"""What scikit-learn finds on small tables: the yardstick for the learners. Writes learners.json beside this file."""

import json
from pathlib import Path

import numpy as np
from sklearn.datasets import make_classification, make_friedman1, make_regression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import log_loss, r2_score
from sklearn.neural_network import MLPRegressor

TRAIN = 400


def case(task, x, y, classes, judge):
    """Features of spread 1, rounded so that both sides see the same numbers; the first rows train, the others judge."""
    x = np.round((x - x[:TRAIN].mean(0)) / x[:TRAIN].std(0), 4).astype(np.float32)
    y = np.round(y, 4).astype(np.float32)
    train, test = judge(x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:])
    return {
        "task": task,
        "classes": classes,
        "train": TRAIN,
        "x": [[float(f"{v:.4f}") for v in row] for row in x],
        "y": [float(f"{v:.4f}") for v in y],
        "trainScore": train,
        "testScore": test,
    }


def logistic(x, y, x_test, y_test):
    model = LogisticRegression(C=1.0, max_iter=10_000, tol=1e-10).fit(x, y)
    return log_loss(y, model.predict_proba(x)), log_loss(y_test, model.predict_proba(x_test))


def ridge(x, y, x_test, y_test):
    model = Ridge(alpha=1.0).fit(x, y)
    return r2_score(y, model.predict(x)), r2_score(y_test, model.predict(x_test))


def network(x, y, x_test, y_test):
    """The median of five seeds; the target is standardised, as the learner does."""
    mean, spread = y.mean(), y.std()
    scores = []
    for seed in range(5):
        model = MLPRegressor(hidden_layer_sizes=(64, 64), batch_size=16, max_iter=60, random_state=seed, learning_rate_init=2e-3)
        model.fit(x, (y - mean) / spread)
        scores.append(
            [r2_score(y, model.predict(x) * spread + mean), r2_score(y_test, model.predict(x_test) * spread + mean)]
        )
    return [float(v) for v in np.median(scores, axis=0)]


def correlated(x, seed):
    """The last two features nearly repeat the first two: a valley that a first-order optimizer crosses slowly."""
    noise = np.random.default_rng(seed).normal(size=(len(x), 2))
    return np.hstack([x, x[:, :2] + 0.3 * noise])


binary_x, binary_y = make_classification(
    800, 6, n_informative=4, n_redundant=0, weights=[0.8], flip_y=0.1, class_sep=0.8, random_state=1
)
multi_x, multi_y = make_classification(
    800, 6, n_informative=4, n_redundant=0, n_classes=3, n_clusters_per_class=1, flip_y=0.1, random_state=2
)
line_x, line_y = make_regression(800, 6, noise=40.0, random_state=3)
friedman_x, friedman_y = make_friedman1(800, 6, noise=1.0, random_state=4)

cases = {
    "linear-binary": case("binary", correlated(binary_x, 5), binary_y, ["a", "b"], logistic),
    "linear-multiclass": case("multiclass", correlated(multi_x, 6), multi_y, ["a", "b", "c"], logistic),
    "linear-regression": case("regression", correlated(line_x, 7), line_y, [], ridge),
    "network-friedman": case("regression", friedman_x, friedman_y, [], network),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
for name, found in cases.items():
    print(name, found["trainScore"], found["testScore"])
