"""River's trees, test-then-train on the streams of the benchmark: writes stream-trees.json beside this file, after every run.

Accuracy of each row before it is learnt (regression: mean absolute error and R2), every column a number in float32; microseconds
of CPU for predict_one and learn_one of a row, and mebibytes of the model at the end. Seeds 0 to 2 (leveraging bagging: 0), and their
medians. Some hours; what the JSON has already is not run again.

    pip install river==0.26.1
    python tests/reference/stream-trees.py ../shared/data [MODEL...]
"""

import csv
import json
import pathlib
import sys
import time

import numpy as np
import river
from river import ensemble, forest, tree

data = pathlib.Path(sys.argv[1])
path = pathlib.Path(__file__).with_suffix(".json")
out = json.loads(path.read_text()) if path.exists() else {"river": river.__version__, "runs": {}}

targets = {
    "phishing": "is_phishing",
    "segment": "category",
    "elec2": "class",
    "sea": "class",
    "agrawal_abrupt": "y",
    "hyperplane_gradual": "y",
    "bike-hour": "cnt",
}
left_out = {"instant", "dteday", "casual", "registered"}

classifiers = {
    "hoeffding-tree": lambda seed: tree.HoeffdingTreeClassifier(),
    "hoeffding-adaptive-tree": lambda seed: tree.HoeffdingAdaptiveTreeClassifier(seed=seed),
    "adaptive-random-forest": lambda seed: forest.ARFClassifier(seed=seed),
    "online-bagging": lambda seed: ensemble.BaggingClassifier(tree.HoeffdingTreeClassifier(), seed=seed),
    "leveraging-bagging": lambda seed: ensemble.LeveragingBaggingClassifier(tree.HoeffdingTreeClassifier(), seed=seed),
}
regressors = {
    "hoeffding-tree": lambda seed: tree.HoeffdingTreeRegressor(),
    "hoeffding-adaptive-tree": lambda seed: tree.HoeffdingAdaptiveTreeRegressor(seed=seed),
    "adaptive-random-forest": lambda seed: forest.ARFRegressor(seed=seed),
    "online-bagging": lambda seed: ensemble.BaggingRegressor(tree.HoeffdingTreeRegressor(), seed=seed),
}
drawless = {"hoeffding-tree"}
slow = {"leveraging-bagging"}


def rows(name):
    with open(data / f"{name}.csv", newline="") as file:
        for row in csv.DictReader(file):
            y = row.pop(targets[name])
            x = {k: float(np.float32(v)) for k, v in row.items() if k not in left_out}
            yield x, float(y) if name == "bike-hour" else y


def megabytes(model):
    seen, stack, size = set(), [model], 0
    while stack:
        item = stack.pop()
        if id(item) in seen or isinstance(item, type) or callable(item):
            continue
        seen.add(id(item))
        size += sys.getsizeof(item)
        if isinstance(item, dict):
            stack += list(item.keys()) + list(item.values())
        elif isinstance(item, (list, tuple, set)):
            stack += list(item)
        stack += [getattr(item, k) for k in getattr(type(item), "__slots__", ()) if hasattr(item, k)]
        stack += [vars(item)] if hasattr(item, "__dict__") else []
    return size / 2**20


def run(name, make, seed):
    stream, model, guesses, truths = list(rows(name)), make(seed), [], []
    start = time.process_time()
    for x, y in stream:
        guesses.append(model.predict_one(x))
        truths.append(y)
        model.learn_one(x, y)
    us = (time.process_time() - start) / len(stream) * 1e6
    if name == "bike-hour":
        g, t = np.array(guesses), np.array(truths)
        score = {"mae": float(np.abs(g - t).mean()), "r2": float(1 - ((g - t) ** 2).sum() / ((t - t.mean()) ** 2).sum())}
    else:
        score = {"accuracy": sum(g == t for g, t in zip(guesses, truths)) / len(truths)}
    return {**{k: round(v, 5) for k, v in score.items()}, "us": round(us, 1), "mb": round(megabytes(model), 3)}


def medians(runs):
    """Over the seeds, by MODEL.STREAM."""
    found = {}
    for key, result in runs.items():
        kind, name, _ = key.split()
        for measure, value in result.items():
            of = found.setdefault(names[measure], {}).setdefault(f"{kind}.{name.split('_')[0]}", [])
            of.append(value)
    return {m: {k: round(float(np.median(v)), 5) for k, v in of.items()} for m, of in found.items()}


def write():
    path.write_text(json.dumps({**out, **medians(out["runs"])}, indent=1) + "\n")


names = {"accuracy": "accuracy", "mae": "mae", "r2": "r2", "us": "microseconds", "mb": "megabytes"}
plan = []
for name in targets:
    for kind, make in (regressors if name == "bike-hour" else classifiers).items():
        for seed in range(1 if kind in drawless or kind in slow else 3):
            plan.append((seed, kind, name, make))
only = sys.argv[2:]
for seed, kind, name, make in sorted(plan, key=lambda run: run[0]):
    key = f"{kind} {name} {seed}"
    if key in out["runs"] or (only and kind not in only):
        continue
    result = run(name, make, seed)
    # Another run of this script, with other kinds, may have written meanwhile.
    out = json.loads(path.read_text()) if path.exists() else out
    out["runs"][key] = result
    write()
    print(key, result, flush=True)
write()
