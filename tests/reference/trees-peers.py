"""Boosted trees of others, on the rows of `npm run bench -- trees`, in the same run.

Reads requests from its input, a line of JSON each, and answers each with a line:
  {"do": "open", "folder", "rows": the shape of the rows (tests/bench/trees/rows.ts)}
  {"do": "fit", "peer": "lightgbm" | "sklearn" | "xgboost", "threads", "seed", "options"} -> {"ms", "processorMs", "binMs", "peakMb"}
  {"do": "loss"}: of the open rows, by the model that was fitted last
  {"do": "predict"} -> {"ms"}: of processor, with one thread
"""

import json
import os
import re
import sys
import time

import lightgbm
import numpy
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

# What a Float32 tells from 1: our probabilities are cut there, too.
LEAST = 1e-7

answers = os.dup(1)
os.dup2(2, 1)  # What libraries print is no answer.


def status_mb(field):
    try:
        with open("/proc/self/status") as status:
            return int(re.search(rf"^{field}:\s+(\d+) kB", status.read(), re.M)[1]) * 1024 / 1e6
    except OSError:
        return float("nan")


def begin_peak():
    try:
        with open("/proc/self/clear_refs", "w") as refs:
            refs.write("5")
    except OSError:
        pass
    return status_mb("VmRSS")


class Rows:
    def __init__(self, folder, shape):
        self.shape = shape
        width = len(shape["features"])
        read = lambda end, count: numpy.fromfile(f"{folder}/{shape['name']}.{end}", "<f4", count)
        self.x = read("x", shape["rows"] * width).reshape(-1, width)
        self.y = read("y", shape["rows"])
        self.categories = [i for i, name in enumerate(shape["features"]) if name in shape["categories"]]


class LightGbm:
    def __init__(self, rows, options, threads, seed):
        task, classes = rows.shape["task"], rows.shape["classes"]
        params = {
            "objective": {"binary": "binary", "multiclass": "multiclass", "regression": "regression"}[task],
            "learning_rate": options["learningRate"],
            "num_leaves": options["leaves"],
            "min_data_in_leaf": options["leafRows"],
            "min_sum_hessian_in_leaf": options["leafHessian"],
            "lambda_l2": options["l2"],
            # One of its bins holds what is missing, beside as many as ours.
            "max_bin": options["bins"],
            "bin_construct_sample_cnt": options["binRows"],
            "num_threads": threads,
            "seed": seed,
            "verbosity": -1,
        }
        if task == "multiclass":
            params["num_class"] = len(classes)
        begin = time.perf_counter()
        data = lightgbm.Dataset(
            rows.x, rows.y, categorical_feature=rows.categories, params=params, free_raw_data=True
        ).construct()
        self.bin_ms = 1000 * (time.perf_counter() - begin)
        self.model = lightgbm.train(params, data, options["trees"])
        self.ms = 1000 * (time.perf_counter() - begin)

    def predict(self, x, threads):
        return self.model.predict(x, num_threads=threads)


class ScikitLearn:
    bin_ms = None

    def __init__(self, rows, options, threads, seed):
        kind = HistGradientBoostingRegressor if rows.shape["task"] == "regression" else HistGradientBoostingClassifier
        self.model = kind(
            max_iter=options["trees"],
            learning_rate=options["learningRate"],
            max_leaf_nodes=options["leaves"],
            min_samples_leaf=options["leafRows"],
            l2_regularization=options["l2"],
            max_bins=options["bins"],
            categorical_features=rows.categories or None,
            early_stopping=False,
            random_state=seed,
        )
        begin = time.perf_counter()
        with threadpool_limits(threads):
            self.model.fit(rows.x, rows.y)
        self.ms = 1000 * (time.perf_counter() - begin)
        self.task = rows.shape["task"]

    def predict(self, x, threads):
        with threadpool_limits(threads):
            return self.model.predict(x) if self.task == "regression" else self.model.predict_proba(x)


class XgBoost:
    def __init__(self, rows, options, threads, seed):
        task = rows.shape["task"]
        self.types = ["c" if i in rows.categories else "q" for i in range(len(rows.shape["features"]))]
        params = {
            "objective": {"binary": "binary:logistic", "multiclass": "multi:softprob", "regression": "reg:squarederror"}[task],
            "tree_method": "hist",
            "grow_policy": "lossguide",
            "max_depth": 0,
            "max_leaves": options["leaves"],
            "eta": options["learningRate"],
            "min_child_weight": options["leafHessian"],
            "lambda": options["l2"],
            "max_bin": options["bins"],
            "nthread": threads,
            "seed": seed,
        }
        if task == "multiclass":
            params["num_class"] = len(rows.shape["classes"])
        begin = time.perf_counter()
        data = xgboost.QuantileDMatrix(
            rows.x,
            rows.y,
            max_bin=options["bins"],
            nthread=threads,
            feature_types=self.types,
            enable_categorical=True,
        )
        self.bin_ms = 1000 * (time.perf_counter() - begin)
        self.model = xgboost.train(params, data, options["trees"])
        self.ms = 1000 * (time.perf_counter() - begin)

    def predict(self, x, threads):
        self.model.set_param({"nthread": threads})
        return self.model.predict(
            xgboost.DMatrix(x, feature_types=self.types, enable_categorical=True, nthread=threads)
        )


peers = {"lightgbm": LightGbm, "sklearn": ScikitLearn, "xgboost": XgBoost}


def loss_of(values, rows):
    y = rows.y.astype(numpy.float64)
    if rows.shape["task"] == "regression":
        return float(numpy.sqrt(numpy.mean((values - y) ** 2)))
    values = numpy.asarray(values, numpy.float64)
    if values.ndim == 1:
        values = numpy.column_stack([1 - values, values])
    own = values[numpy.arange(len(y)), y.astype(int)]
    return float(-numpy.mean(numpy.log(numpy.clip(own, LEAST, 1 - LEAST))))


def main():
    rows = model = None
    for line in sys.stdin:
        request = json.loads(line)
        match request["do"]:
            case "open":
                rows = Rows(request["folder"], request["rows"])
                answer = {}
            case "fit":
                model = None
                before = begin_peak()
                begin = time.process_time()
                model = peers[request["peer"]](rows, request["options"], request["threads"], request["seed"])
                computed = 1000 * (time.process_time() - begin)
                peak = status_mb("VmHWM") - before
                answer = {"ms": model.ms, "processorMs": computed, "binMs": model.bin_ms, "peakMb": peak}
            case "loss":
                answer = {"loss": loss_of(model.predict(rows.x, 1), rows)}
            case "predict":
                begin = time.process_time()
                model.predict(rows.x, 1)
                answer = {"ms": 1000 * (time.process_time() - begin)}
        os.write(answers, (json.dumps(answer) + "\n").encode())


main()
