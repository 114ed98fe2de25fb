"""Forests of scikit-learn 1.9.1: one tree on rows of few different values, node by node; and how well forests of 100 trees do on real data."""
import json
import os

import numpy as np
import pandas as pd
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import log_loss
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

LEAF_ROWS = 5
DEPTH = 4
SEEDS = range(5)
DATA = os.environ.get("PERENNIAL_DATA", "../shared/data")

random = np.random.default_rng(11)
rows = 240
x = np.column_stack(
    [
        np.round(random.normal(size=rows), 1),
        random.integers(0, 6, rows),
        np.round(random.uniform(size=rows), 2),
    ]
)
score = np.sin(2 * x[:, 0]) + 0.5 * (x[:, 1] == 3) + x[:, 2]
value = np.round(3 * score + random.normal(size=rows), 3)
label = (score + 0.3 * random.normal(size=rows) > 0.8).astype(int)
weights = np.round(random.uniform(0.5, 3, rows), 2)


def tree(task, weighted):
    """Node by node; no node has two splits of the same gain, or other orders of the features would grow other trees."""
    kind = DecisionTreeRegressor if task == "regression" else DecisionTreeClassifier
    least = dict(max_depth=DEPTH, min_samples_leaf=LEAF_ROWS, min_weight_fraction_leaf=LEAF_ROWS / rows)
    target = value if task == "regression" else label
    grown = [
        kind(**least, random_state=seed).fit(x, target, sample_weight=weights if weighted else None).tree_
        for seed in range(8)
    ]
    first = grown[0]
    for other in grown:
        assert np.array_equal(first.feature, other.feature) and np.array_equal(first.threshold, other.threshold)
    leaf = first.children_left < 0
    values = first.value[:, 0, -1]
    return dict(
        task=task,
        weighted=weighted,
        left=[int(v) for v in first.children_left],
        right=[int(v) for v in first.children_right],
        features=[int(v) for v in first.feature],
        thresholds=[None if end else float(v) for v, end in zip(first.threshold, leaf)],
        values=[float(v) for v in values],
        rows=[int(v) for v in first.n_node_samples],
    )


SETS = {
    "bike-hour": ("cnt", ["instant", "dteday", "casual", "registered"], 3),
    "segment": ("category", [], 1),
    "digits": ("digit", [], 1),
    "phishing": ("is_phishing", [], 1),
}


def real(name):
    """Of every so many rows the fifth ones are predicted; with the share of each class as one tree more, so that the log loss is finite."""
    target, dropped, every = SETS[name]
    table = pd.read_csv(f"{DATA}/{name}.csv").drop(columns=dropped).iloc[::every]
    y = table.pop(target).to_numpy()
    data = table.to_numpy().astype(np.float32)
    is_fresh = np.arange(len(y)) % 5 == 4
    train, fresh = (data[~is_fresh], y[~is_fresh]), (data[is_fresh], y[is_fresh])
    is_value = target == "cnt"
    kinds = {
        "random-forest": RandomForestRegressor if is_value else RandomForestClassifier,
        "extra-trees": ExtraTreesRegressor if is_value else ExtraTreesClassifier,
    }
    for kind, forest in kinds.items():
        scores, losses, out_of_bag = [], [], []
        for seed in SEEDS:
            bagged = dict(oob_score=True) if kind == "random-forest" else {}
            model = forest(100, random_state=seed, **bagged).fit(*train)
            scores.append(model.score(*fresh))
            if kind == "random-forest":
                out_of_bag.append(model.oob_score_)
            if is_value:
                losses.append(((model.predict(fresh[0]) - fresh[1]) ** 2).mean())
            else:
                shares = np.array([((train[1] == c).sum() + 1) / (len(train[1]) + len(model.classes_)) for c in model.classes_])
                chances = (100 * model.predict_proba(fresh[0]) + shares) / 101
                losses.append(log_loss(fresh[1], chances, labels=model.classes_))
        mean = lambda values: float(np.mean(values))
        yield dict(
            data=name,
            target=target,
            dropped=dropped,
            every=every,
            kind=kind,
            score=mean(scores),
            scoreDeviation=float(np.std(scores)),
            loss=mean(losses),
            outOfBag=mean(out_of_bag) if out_of_bag else None,
        )


cases = dict(
    rows=rows,
    leafRows=LEAF_ROWS,
    depth=DEPTH,
    x=[float(v) for v in x.ravel()],
    value=[float(v) for v in value],
    label=[int(v) for v in label],
    weights=[float(v) for v in weights],
    trees=[tree("regression", False), tree("regression", True), tree("binary", True)],
    real=[case for name in SETS for case in real(name)],
)
with open(os.path.join(os.path.dirname(__file__), "forests.json"), "w") as file:
    json.dump(cases, file)
    file.write("\n")
