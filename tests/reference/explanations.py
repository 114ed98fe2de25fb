"""Shapley values of the shap package, over trees of LightGBM, XGBoost and scikit-learn, which are written down as ours are."""
import json
import os

import lightgbm
import numpy as np
import shap
import xgboost
from sklearn.ensemble import RandomForestClassifier

random = np.random.default_rng(11)
rows, width = 500, 6
x = np.column_stack(
    [
        np.round(random.normal(size=rows), 1),
        random.integers(0, 5, rows),
        np.round(random.uniform(size=rows), 2),
        np.where(random.uniform(size=rows) < 0.25, np.nan, np.round(random.normal(size=rows), 1)),
        random.integers(0, 9, rows),
        np.round(random.normal(size=rows), 1),
    ]
).astype(np.float32).astype(float)
city = np.isin(x[:, 4], [1, 2, 5, 7]) * 1.0
value = np.sin(2 * x[:, 0]) + 0.4 * x[:, 1] * city + x[:, 2] * np.where(np.isnan(x[:, 3]), -1, x[:, 3]) + 0.3 * x[:, 0] * x[:, 5]
value = value + 0.2 * random.normal(size=rows)
label = (value > 0.6).astype(int)
group = np.digitize(value, [0.2, 1.1])
filled = np.where(np.isnan(x), -3.0, x)
shown, background = slice(0, 12), slice(100, 120)


def below(threshold):
    """The largest number of 32 bits that is not above: numbers up to it go left."""
    near = np.float32(threshold)
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))


def written(nodes, leaves):
    """Nodes in an order in which parents come first: (feature, threshold, categories, missing goes left, left, right)."""
    return dict(
        features=[n[0] for n in nodes],
        thresholds=[n[1] for n in nodes],
        sets=[n[2] for n in nodes],
        missing=[int(n[3]) for n in nodes],
        left=[n[4] for n in nodes],
        right=[n[5] for n in nodes],
        values=[l[0] for l in leaves],
        counts=[l[1] for l in leaves],
    )


def of_lightgbm(booster):
    trees = []
    for info in booster.dump_model()["tree_info"]:
        nodes, leaves = [], []

        def visit(at):
            if "leaf_value" in at:
                leaves.append((at["leaf_value"], at["leaf_count"]))
                return ~(len(leaves) - 1)
            place = len(nodes)
            nodes.append(None)
            isset = at["decision_type"] == "=="
            categories = [int(c) for c in at["threshold"].split("||")] if isset else []
            # Where nothing was missing in training, LightGBM takes a missing number as 0; categories that are missing go right.
            lost = False if isset else at["default_left"] if at["missing_type"] == "NaN" else 0 <= at["threshold"]
            left, right = visit(at["left_child"]), visit(at["right_child"])
            nodes[place] = (at["split_feature"], None if isset else below(at["threshold"]), categories, lost, left, right)
            return place

        visit(info["tree_structure"])
        trees.append(written(nodes, leaves))
    return trees


def of_xgboost(booster):
    trees = []
    for text in booster.get_dump(dump_format="json", with_stats=True):
        nodes, leaves = [], []

        def visit(at):
            if "leaf" in at:
                leaves.append((at["leaf"], at["cover"]))
                return ~(len(leaves) - 1)
            place = len(nodes)
            nodes.append(None)
            child = {c["nodeid"]: c for c in at["children"]}
            left, right = visit(child[at["yes"]]), visit(child[at["no"]])
            threshold = float(np.nextafter(np.float32(at["split_condition"]), np.float32(-np.inf)))
            nodes[place] = (int(at["split"][1:]), threshold, [], at["missing"] == at["yes"], left, right)
            return place

        visit(json.loads(text))
        trees.append(written(nodes, leaves))
    return trees


def of_forest(forest):
    """For each tree one of ours for each class."""
    trees = []
    for estimator in forest.estimators_:
        tree = estimator.tree_
        for output in range(forest.n_classes_):
            nodes, leaves = [], []

            def visit(at):
                if tree.children_left[at] < 0:
                    leaves.append((float(tree.value[at, 0, output]), float(tree.weighted_n_node_samples[at])))
                    return ~(len(leaves) - 1)
                place = len(nodes)
                nodes.append(None)
                left, right = visit(tree.children_left[at]), visit(tree.children_right[at])
                nodes[place] = (int(tree.feature[at]), below(tree.threshold[at]), [], False, left, right)
                return place

            visit(0)
            trees.append(written(nodes, leaves))
    return trees


cases = []


def add(name, trees, outputs, base, scale, data, explain, scores):
    """base: what is added to the trees; the explainer's own expectation stands beside its values."""
    expected, values = explain()
    values = np.asarray(values, dtype=float)
    if values.ndim == 2:
        values = values[:, :, None]
    cases.append(
        dict(
            name=name,
            outputs=outputs,
            base=[float(b) for b in np.atleast_1d(base)],
            scale=scale,
            trees=trees,
            kind="interventional" if "interventional" in name else "path-dependent",
            x=[None if np.isnan(v) else float(v) for v in data[shown].ravel()],
            background=[None if np.isnan(v) else float(v) for v in data[background].ravel()],
            expected=[float(e) for e in np.atleast_1d(expected)],
            values=np.transpose(values, (0, 2, 1)).ravel().tolist(),
            scores=np.asarray(scores, dtype=float).ravel().tolist(),
        )
    )


def of_shap(model, data, kind):
    explainer = (
        shap.TreeExplainer(model, data[background], feature_perturbation="interventional")
        if kind == "interventional"
        else shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    )
    values = explainer.shap_values(data[shown], check_additivity=False)
    return explainer.expected_value, values  # The first call mends the expectation.


common = dict(num_leaves=15, learning_rate=0.2, min_data_in_leaf=8, verbose=-1, seed=3, num_threads=1, deterministic=True)

plain = lightgbm.train(dict(common, objective="regression", min_data_per_group=5, cat_smooth=1.0), lightgbm.Dataset(x, value, categorical_feature=[1, 4]), 12)
# The booster itself gives exact values for trees that ask for categories: shap hands it the question.
contributions = plain.predict(x[shown], pred_contrib=True)
add("LightGBM, numbers, categories and missing, path-dependent", of_lightgbm(plain), 1, 0, 1, x,
    lambda: (contributions[0, -1], contributions[:, :-1]), plain.predict(x[shown], raw_score=True))

classes = lightgbm.train(dict(common, objective="multiclass", num_class=3), lightgbm.Dataset(x, group), 6)
add("LightGBM, three classes, path-dependent", of_lightgbm(classes), 3, [0, 0, 0], 1, x,
    lambda: of_shap(classes, x, "path-dependent"), classes.predict(x[shown], raw_score=True))

# Against a background shap answers neither for several classes of LightGBM nor for categories.
numbers = lightgbm.train(dict(common, objective="regression"), lightgbm.Dataset(x, value), 12)
add("LightGBM, numbers and missing, interventional", of_lightgbm(numbers), 1, 0, 1, x,
    lambda: of_shap(numbers, x, "interventional"), numbers.predict(x[shown], raw_score=True))

matrix = xgboost.DMatrix(x, label)
binary = xgboost.train(dict(objective="binary:logistic", max_depth=5, eta=0.3, base_score=0.5, nthread=1), matrix, 10)
for kind in ("path-dependent", "interventional"):
    add(f"XGBoost, log-odds, {kind}", of_xgboost(binary), 1, 0, 1, x,
        lambda: of_shap(binary, x, kind), binary.predict(xgboost.DMatrix(x[shown]), output_margin=True))

forest = RandomForestClassifier(n_estimators=8, max_leaf_nodes=20, random_state=5).fit(filled, group)
for kind in ("path-dependent", "interventional"):
    add(f"scikit-learn, a forest's mean of probabilities, {kind}", of_forest(forest), 3, [0, 0, 0], 1 / 8, filled,
        lambda: of_shap(forest, filled, kind), forest.predict_proba(filled[shown]))

with open(os.path.join(os.path.dirname(__file__), "explanations.json"), "w") as file:
    json.dump(dict(features=width, cases=cases), file)
    file.write("\n")
