"""River's Hoeffding trees on small generated streams, for tests/math/hoeffding: writes trees.json beside this file.

    pip install river==0.26.1
    python tests/reference/trees.py
"""

import json
import pathlib
import random

import numpy as np
import river
from river import compose, drift, linear_model, preprocessing, tree

rng = random.Random(7)
rows, labels = [], []
for i in range(1500):
    a, b = (float(np.float32(round(rng.uniform(0, 10), 3))) for _ in range(2))
    color = rng.randrange(3)
    label = (0 if a < 4 else 1) if color == 0 else (2 if b > 6 else 0 if color == 1 else 1)
    rows.append([a, b, color])
    labels.append(rng.randrange(3) if rng.random() < 0.05 else label)

model = tree.HoeffdingTreeClassifier(grace_period=50, delta=1e-5, nominal_attributes=["color"])
predictions = []
for (a, b, color), y in zip(rows, labels):
    x = {"a": a, "b": b, "color": color}
    p = model.predict_proba_one(x)
    predictions.append([round(p.get(c, 0), 9) for c in range(3)])
    model.learn_one(x, y)


def shape(node):
    if not hasattr(node, "children"):
        return "leaf"
    feature = ["a", "b", "color"].index(node.feature)
    threshold = getattr(node, "threshold", None)
    if hasattr(node, "_mapping"):
        children = [shape(node.children[node._mapping[c]]) for c in range(3)]
        return {"feature": feature, "kind": "each", "children": children}
    kind, value = ("threshold", threshold) if threshold is not None else ("equal", node.value)
    return {"feature": feature, "kind": kind, "value": value, "children": [shape(c) for c in node.children]}


other = random.Random(8)
value_rows, values = [], []
for i in range(2000):
    a, b = (other.randrange(101) / 10 for _ in range(2))
    color = other.randrange(3)
    base = (3 * b if a < 4 else 20 - b) if color == 0 else (35 if b > 6 else 5 * color)
    value_rows.append([a, b, color])
    values.append(round(base + other.gauss(0, 1), 2))

line = compose.Select("a", "b") | preprocessing.StandardScaler() | linear_model.LinearRegression()
regressor = tree.HoeffdingTreeRegressor(
    grace_period=50,
    delta=1e-5,
    nominal_attributes=["color"],
    splitter=tree.splitter.EBSTSplitter(),
    leaf_model=line,
)
value_predictions = []
for (a, b, color), y in zip(value_rows, values):
    x = {"a": float(np.float32(a)), "b": float(np.float32(b)), "color": color}
    y = float(np.float32(y))
    value_predictions.append(round(regressor.predict_one(x), 9))
    regressor.learn_one(x, y)

errors = [int(rng.random() < share) for share in (0.2, 0.4, 0.1, 0.12) for _ in range(700)]
changes = {}
for delta in (0.002, 0.05):
    window, changes[str(delta)] = drift.ADWIN(delta=delta), []
    for i, error in enumerate(errors):
        if window._helper.update(error):
            changes[str(delta)].append(i)

out = {
    "errors": "".join(map(str, errors)),
    "changes": changes,
    "river": river.__version__,
    "rows": rows,
    "labels": labels,
    "every": 10,
    "predictions": predictions[9::10],
    "tree": shape(model._root),
    "valueRows": value_rows,
    "values": values,
    "valuePredictions": value_predictions[9::10],
    "valueTree": shape(regressor._root),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(json.dumps(out["tree"]), json.dumps(out["valueTree"]), len(path.read_text()))
