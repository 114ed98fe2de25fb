"""Models of XGBoost and LightGBM and what they predict, and what both predict of models that were exported to them.

The exports come from tests/flow/deploy/exchange/exports.test.ts, which writes them into the folder that EXCHANGE_FOLDER names:
  EXCHANGE_FOLDER=/tmp/exports npx vitest run --config tests/vitest.config.ts --project unit tests/flow/deploy/exchange/exports
  python tests/reference/exchange.py /tmp/exports
"""
import hashlib
import json
import os
import sys
import tempfile
import warnings

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

warnings.filterwarnings("ignore")
random = np.random.default_rng(11)
rows = 240
cities = ["Ulm", "Bern", "Aix", "Örebro", "Łódź"]
table = pd.DataFrame(
    {
        "size m2": np.round(random.normal(size=rows), 2).astype(np.float32),
        "city": pd.Categorical(random.choice(cities, rows, p=[0.3, 0.25, 0.2, 0.15, 0.1])),
        "rooms": random.integers(0, 6, rows),
        "age": np.round(random.uniform(0, 90, rows), 1).astype(np.float32),
    }
)
table.loc[random.uniform(size=rows) < 0.2, "size m2"] = np.nan
table.loc[random.uniform(size=rows) < 0.1, "city"] = np.nan
score = (
    table["size m2"].fillna(-0.7)
    + table["city"].map({"Ulm": 1, "Bern": -1, "Aix": 0.5, "Örebro": 0, "Łódź": 2}).astype(float).fillna(0)
    + 0.3 * table["rooms"]
    + np.sin(table["age"] / 10)
)
targets = {
    "binary": (score + 0.3 * random.normal(size=rows) > 1).astype(int),
    "multiclass": np.digitize(score + 0.3 * random.normal(size=rows), [0.2, 1.8]),
    "regression": np.round(10 * score + random.normal(size=rows), 2),
    "count": random.poisson(np.exp(0.4 * score)),
}
asked = table.sample(40, random_state=3).reset_index(drop=True)
asked.loc[:3, "size m2"] = np.nan
asked.loc[4:6, "city"] = np.nan

# XGBoost 3.2 counts the characters of labels where it cuts their bytes: beyond ASCII they are damaged in its file.
ascii = {"Örebro": "Oerebro", "Łódź": "Lodz"}


def plain(frame):
    return frame.assign(city=frame["city"].cat.rename_categories(ascii))


def numbers(values):
    return [None if not np.isfinite(v) else float(v) for v in np.ravel(values)]


def cells(frame):
    """Category codes, -1 of none as null."""
    coded = frame.copy()
    coded["city"] = coded["city"].cat.codes.replace(-1, np.nan).astype(float)
    return coded.to_numpy(dtype=float)


models = []


def add(system, name, text, predicted, **more):
    models.append(dict(system=system, name=name, text=text, predicted=numbers(predicted), **more))


def xgboost_model(name, target, frame=plain(table), shown=plain(asked), rounds=5, **parameters):
    category = dict(enable_categorical=True)
    booster = xgb.train(
        dict(max_depth=3, eta=0.4, seed=1, nthread=1, **parameters), xgb.DMatrix(frame, targets[target], **category), rounds
    )
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.json")
        booster.save_model(path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
    add("xgboost", name, text, booster.predict(xgb.DMatrix(shown, **category)))


def lightgbm_model(name, target, frame=table, shown=asked, rounds=5, **parameters):
    booster = lgb.train(
        dict(num_leaves=6, learning_rate=0.3, seed=1, num_threads=1, verbose=-1, min_data_per_group=5, cat_smooth=1, **parameters),
        lgb.Dataset(frame, targets[target]),
        rounds,
    )
    text = booster.model_to_string()
    # What it was trained by is long, and says nothing of what it predicts but for these.
    kept = ("[objective:", "[alpha:", "[categorical_feature:", "[boosting:")
    head, _, rest = text.partition("\nparameters:\n")
    told, _, tail = rest.partition("\nend of parameters")
    told = "\n".join(line for line in told.split("\n") if line.startswith(kept))
    text = f"{head}\nparameters:\n{told}\n\nend of parameters{tail}"
    again = lgb.Booster(model_str=text)
    predicted = booster.predict(shown)
    assert np.array_equal(again.predict(shown), predicted)
    add("lightgbm", name, text, predicted)


four = ["size m2", "city", "rooms", "age"]
xgboost_model("binary", "binary", objective="binary:logistic")
xgboost_model("one-hot splits", "binary", objective="binary:logistic", max_cat_to_onehot=10)
xgboost_model("multiclass", "multiclass", objective="multi:softprob", num_class=3, rounds=3)
xgboost_model("squared", "regression", objective="reg:squarederror")
xgboost_model("absolute", "regression", objective="reg:absoluteerror", rounds=3)
xgboost_model("huber", "regression", objective="reg:pseudohubererror", huber_slope=4, rounds=3)
xgboost_model("quantile", "regression", objective="reg:quantileerror", quantile_alpha=0.3, rounds=3)
xgboost_model("poisson", "count", objective="count:poisson", rounds=3)
xgboost_model("labels beyond ASCII", "regression", frame=table, shown=asked, objective="reg:squarederror", rounds=1)
xgboost_model("dart", "binary", objective="binary:logistic", booster="dart", rate_drop=0.5)
xgboost_model("forest of parallel trees", "multiclass", objective="multi:softprob", num_class=3, num_parallel_tree=2, subsample=0.5, rounds=1)
lightgbm_model("binary", "binary", objective="binary")
lightgbm_model("sigmoid", "binary", objective="binary", sigmoid=2)
lightgbm_model("multiclass", "multiclass", objective="multiclass", num_class=3, rounds=3)
lightgbm_model("squared", "regression", objective="regression")
lightgbm_model("absolute", "regression", objective="regression_l1", rounds=3)
lightgbm_model("huber", "regression", objective="huber", alpha=4, rounds=3)
lightgbm_model("quantile", "regression", objective="quantile", alpha=0.3, rounds=3)
lightgbm_model("poisson", "count", objective="poisson", rounds=3)
lightgbm_model("dart", "binary", objective="binary", boosting="dart")
lightgbm_model("forest", "binary", objective="binary", boosting="rf", bagging_freq=1, bagging_fraction=0.6, rounds=4)
lightgbm_model("missing values unknown to the training", "binary", frame=table.fillna({"size m2": 0.0}), objective="binary")
lightgbm_model("without missing values", "binary", objective="binary", use_missing=False)
# A split of what is missing from all that is not has the threshold "inf".
targets["absent"] = (table["size m2"].isna() ^ (random.uniform(size=rows) < 0.05)).astype(int)
lightgbm_model("split of what is missing alone", "absent", objective="binary")
unseen = asked.copy()
unseen["city"] = pd.Categorical(["Rom"] * len(unseen), categories=["Rom"])
lightgbm_model("unseen category", "binary", shown=unseen, objective="binary")

exports = []
folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    if name.endswith(".rows.json"):
        continue
    path = os.path.join(folder, name)
    with open(path, "rb") as file:
        content = file.read()
    with open(os.path.join(folder, name.rsplit(".", 1)[0] + ".rows.json")) as file:
        x = np.array([[np.nan if v is None else v for v in row] for row in json.load(file)])
    if name.endswith(".json"):
        booster = xgb.Booster(model_file=path)
        rows_of = xgb.DMatrix(x, feature_names=booster.feature_names, feature_types=booster.feature_types, enable_categorical=True)
        predicted = booster.predict(rows_of)
    else:
        booster = lgb.Booster(model_str=content.decode())
        predicted = booster.predict(x)
    exports.append(dict(name=name, sha256=hashlib.sha256(content).hexdigest(), predicted=numbers(predicted)))

with open(os.path.join(os.path.dirname(__file__), "exchange.json"), "w", encoding="utf-8") as file:
    json.dump(
        dict(rows=len(asked), cells=numbers(cells(asked)), cities=list(table["city"].cat.categories), plainCities=list(plain(table)["city"].cat.categories), models=models, exports=exports),
        file,
        ensure_ascii=False,
    )
    file.write("\n")
