"""What River and scikit-learn answer on streams: the yardstick for models of streams and for prequential metrics.

Writes streams.json (small streams, answers row by row) and streams-files.json (figures on whole files; PERENNIAL_DATA names their folder).
"""

import csv
import functools
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import river
from river import compose, dummy, linear_model, metrics, naive_bayes, neighbors, optim, preprocessing, stats, utils
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.naive_bayes import CategoricalNB, GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

HERE = Path(__file__).parent
ROWS = 120


def with_one(model):
    """Scaled features and one that is always 1, by which a model without an intercept learns one."""
    return preprocessing.StandardScaler() | compose.FuncTransformer(add_one) | model


def add_one(x):
    return {**x, "one": 1.0}


def scaled_target(model):
    """By the spread of all targets so far, as the features are, not of a sample."""
    scaled = preprocessing.TargetStandardScaler(model)
    scaled.var = stats.Var(ddof=0)
    return scaled


def passive_regressor():
    """With the loss of the paper: River 0.26.1 takes its targets for labels of 0 and 1 and brings them to -1 and 1."""
    model = linear_model.PARegressor(C=0.1, mode=1, eps=0.1, learn_intercept=False)
    model.loss = insensitive
    return model


def insensitive(y, answer):
    return max(abs(answer - y) - 0.1, 0)


def rows_of(x):
    return [{f"f{i}": float(v) for i, v in enumerate(row)} for row in x]


def probabilities(model, x, y, classes):
    """Of each row before it is learnt; where River knows no class yet, all are equally likely."""
    answers = []
    for row, label in zip(rows_of(x), y):
        found = model.predict_proba_one(row)
        total = sum(found.values()) if found else 0
        answers.append([found.get(c, 0.0) / total if total else 1 / len(classes) for c in classes])
        model.learn_one(row, label)
    return answers


def values(model, x, y):
    answers = []
    for row, target in zip(rows_of(x), y):
        answers.append(float(model.predict_one(row)))
        model.learn_one(row, float(target))
    return answers


def neighbours(x, y, window, k, make, ask):
    """Before each row: the nearest of the rows before it, all scaled by what came so far."""
    answers = []
    for row in range(k, len(x)):
        past = x[max(0, row - window) : row]
        mean, spread = x[:row].mean(0), x[:row].std(0)
        model = make(n_neighbors=k, weights="distance", algorithm="brute")
        model.fit((past - mean) / spread, y[max(0, row - window) : row])
        answers.append(ask(model, ((x[row] - mean) / spread)[None]))
    return answers


def proba_of(model, row, classes):
    answer = [0.0] * classes
    for c, p in zip(model.classes_, model.predict_proba(row)[0]):
        answer[int(c)] = float(p)
    return answer


def lda(x, y, shrinkage):
    """Shrunk to its diagonal: features of spread 1 within the classes, shrunk to the unit matrix."""
    within = np.sqrt(sum(((x[y == c] - x[y == c].mean(0)) ** 2).sum(0) for c in np.unique(y)) / len(x))
    scaled = x / within
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(scaled, y).predict_proba(scaled).tolist()


def small():
    rng = np.random.default_rng(7)
    x = (rng.normal(size=(ROWS, 4)) * [1, 5, 0.2, 1] + [0, 10, 0, 3]).astype(np.float32).astype(float)
    score = (x[:, 0] - 0.1 * (x[:, 1] - 10) + 2 * x[:, 2] + 0.3 * rng.normal(size=ROWS))
    binary = score > 0
    multi = np.digitize(score, [-0.6, 0.6])
    target = np.round(30 + 5 * score, 4).astype(np.float32).astype(float)
    colour = rng.integers(0, 3, size=(ROWS, 2))
    both = [False, True]
    gaussian, categorical = GaussianNB(var_smoothing=0), CategoricalNB(alpha=1.0)
    gaussian.fit(x, multi)
    categorical.fit(colour, multi)
    log_prior = np.log(np.bincount(multi) / ROWS)
    joint = gaussian.predict_joint_log_proba(x) + categorical.predict_joint_log_proba(colour) - log_prior
    joint = np.exp(joint - joint.max(1, keepdims=True))
    return {
        "river": river.__version__,
        "x": x.tolist(),
        "binary": [int(v) for v in binary],
        "multiclass": [int(v) for v in multi],
        "regression": target.tolist(),
        "colour": colour.tolist(),
        "answers": {
            "sgd": probabilities(
                preprocessing.StandardScaler() | linear_model.LogisticRegression(optim.SGD(0.05), l2=0.001, intercept_lr=0.05), x, binary, both
            ),
            "adam": probabilities(with_one(linear_model.LogisticRegression(optim.Adam(0.02), intercept_lr=0)), x, binary, both),
            "softmax": probabilities(with_one(softmax_of_all()), x, multi, [0, 1, 2]),
            "alma": probabilities(with_one(linear_model.ALMAClassifier()), x, binary, both),
            "pa1": probabilities(with_one(linear_model.PAClassifier(C=0.1, mode=1, learn_intercept=False)), x, binary, both),
            "pa2": probabilities(with_one(linear_model.PAClassifier(C=0.1, mode=2, learn_intercept=False)), x, binary, both),
            "squared": values(
                scaled_target(with_one(linear_model.LinearRegression(optim.SGD(0.01), intercept_lr=0))), x, target
            ),
            "paRegression": values(
                scaled_target(with_one(passive_regressor())),
                x,
                target,
            ),
            "neighbours": neighbours(x, multi, 50, 5, KNeighborsClassifier, lambda m, r: proba_of(m, r, 3)),
            "neighboursRegression": neighbours(x, target, 50, 5, KNeighborsRegressor, lambda m, r: float(m.predict(r)[0])),
            "naiveBayes": (joint / joint.sum(1, keepdims=True)).tolist(),
            "lda": lda(x, multi, 0.1),
        },
        "metrics": small_metrics(rng),
    }


def softmax_of_all():
    """River meets its classes one by one; here all are there from the start, as they are with us."""
    model = linear_model.SoftmaxRegression(optim.SGD(0.05))
    for c in range(3):
        model.weights[c]
    return model


def small_metrics(rng):
    truth = rng.integers(0, 3, 300)
    for i in range(1, 300):
        if rng.random() < 0.5:
            truth[i] = truth[i - 1]
    said = np.where(rng.random(300) < 0.7, truth, rng.integers(0, 3, 300))
    kappa, rolling = metrics.CohenKappa(), utils.Rolling(metrics.Accuracy(), window_size=50)
    kappas, windowed = [], []
    for a, b in zip(truth, said):
        kappa.update(int(a), int(b))
        rolling.update(int(a), int(b))
        kappas.append(kappa.get())
        windowed.append(rolling.get())
    return {
        "truth": truth.tolist(),
        "said": said.tolist(),
        "kappa": kappas,
        "windowedAccuracy": windowed,
    }


FILES = {
    "elec2": ("elec2.csv", "class"),
    "phishing": ("phishing.csv", "is_phishing"),
    "sea": ("sea.csv", "class"),
    "agrawal": ("agrawal_abrupt.csv", "y"),
    "hyperplane": ("hyperplane_gradual.csv", "y"),
    "segment": ("segment.csv", None),
}


def read(name):
    file, target = FILES[name]
    with open(Path(os.environ.get("PERENNIAL_DATA", "../shared/data")) / file) as f:
        reader = csv.DictReader(f)
        target = target or reader.fieldnames[-1]
        for row in reader:
            y = row.pop(target)
            yield {k: float(v) for k, v in row.items()}, y


def models(name):
    is_binary = name != "segment"
    scaler = preprocessing.StandardScaler
    if is_binary:
        yield "online-linear", scaler() | linear_model.LogisticRegression(optim.SGD(0.01))
        yield "online-linear-alma", scaler() | linear_model.ALMAClassifier()
        yield "online-linear-passive-aggressive", scaler() | linear_model.PAClassifier()
        yield "online-linear-adam", scaler() | linear_model.LogisticRegression(optim.Adam(0.01))
    else:
        yield "online-linear", scaler() | linear_model.SoftmaxRegression(optim.SGD(0.01))
    # Ours takes values as they are: moments of values scaled by what came before them would hang on their order.
    yield "gaussian-naive-bayes", naive_bayes.GaussianNB()
    yield "no-change", dummy.NoChangeClassifier()
    yield "majority", dummy.PriorClassifier()
    engine = neighbors.LazySearch(window_size=1000, dist_func=functools.partial(utils.math.minkowski_distance, p=2))
    if name in ("phishing", "segment"):
        yield "nearest-neighbours", scaler() | neighbors.KNNClassifier(n_neighbors=5, engine=engine)


def on_files():
    figures = {"river": river.__version__, "accuracy": {}, "microseconds": {}, "megabytes": {}}
    for name in FILES:
        rows = list(read(name))
        labels = sorted({y for _, y in rows})
        if len(labels) == 2:
            rows = [(x, y == labels[1]) for x, y in rows]
        for kind, model in models(name):
            right = 0
            began = time.process_time()
            for x, y in rows:
                right += model.predict_one(x) == y
                model.learn_one(x, y)
            seconds = time.process_time() - began
            key = f"{kind}.{name}"
            figures["accuracy"][key] = right / len(rows)
            figures["microseconds"][key] = 1e6 * seconds / len(rows)
            figures["megabytes"][key] = model._raw_memory_usage / 2**20
            print(key, right / len(rows), 1e6 * seconds / len(rows), file=sys.stderr, flush=True)
    wide = np.random.default_rng(1).normal(size=(5000, 32))
    model = preprocessing.StandardScaler() | linear_model.LogisticRegression(optim.SGD(0.01))
    rows = [({f"f{i}": float(v) for i, v in enumerate(row)}, bool(row[0] > 0)) for row in wide]
    began = time.process_time()
    for x, y in rows:
        model.predict_one(x)
        model.learn_one(x, y)
    figures["linearMicroseconds"] = 1e6 * (time.process_time() - began) / len(rows)
    return figures


if __name__ == "__main__":
    (HERE / "streams.json").write_text(json.dumps(small(), separators=(",", ":")) + "\n")
    if "--files" in sys.argv:
        (HERE / "streams-files.json").write_text(json.dumps(on_files(), indent=1) + "\n")
