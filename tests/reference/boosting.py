"""Trees of scikit-learn's HistGradientBoosting on rows of few different values: what they predict after so many rounds."""
import json
import os

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

random = np.random.default_rng(7)
rows = 400
x = np.column_stack(
    [
        np.round(random.normal(size=rows), 1),
        random.integers(0, 6, rows),
        np.round(random.uniform(size=rows), 2),
        np.where(random.uniform(size=rows) < 0.25, np.nan, np.round(random.normal(size=rows), 1)),
    ]
)
score = np.sin(2 * x[:, 0]) + 0.5 * (x[:, 1] == 3) + x[:, 2] * np.where(np.isnan(x[:, 3]), -1, x[:, 3])
value = np.round(3 * score + random.normal(size=rows), 3)
label = (score + 0.3 * random.normal(size=rows) > 0.2).astype(int)
weights = np.round(random.uniform(0.5, 3, rows), 2)

common = dict(learning_rate=0.1, max_iter=25, max_leaf_nodes=8, min_samples_leaf=10, max_bins=255, early_stopping=False)
cases = []


def add(task, loss, model, y, l2, weighted):
    model = model(**common, l2_regularization=l2, **({"loss": loss} if task == "regression" else {}))
    model.fit(x, y, sample_weight=weights if weighted else None)
    predicted = model.predict(x) if task == "regression" else model.predict_proba(x)[:, 1]
    cases.append(dict(task=task, loss=loss, l2=l2, weighted=weighted, predicted=[float(v) for v in predicted]))


add("binary", "log", HistGradientBoostingClassifier, label, 0.0, False)
add("binary", "log", HistGradientBoostingClassifier, label, 2.0, True)
add("regression", "squared_error", HistGradientBoostingRegressor, value, 0.0, False)
add("regression", "squared_error", HistGradientBoostingRegressor, value, 5.0, True)
add("regression", "absolute_error", HistGradientBoostingRegressor, value, 0.0, False)

data = dict(
    rows=rows,
    x=[None if np.isnan(v) else float(v) for v in x.ravel()],
    value=value.tolist(),
    label=label.tolist(),
    weights=weights.tolist(),
    cases=cases,
)
with open(os.path.join(os.path.dirname(__file__), "boosting.json"), "w") as file:
    json.dump(data, file)
    file.write("\n")
