"""Reference values for tests/flow/prepare and tests/flow/select, from scikit-learn and pandas.

Run in an environment with requirements.txt, from the repository's root: python tests/reference/prepare.py
Reads the data folder (PERENNIAL_DATA, else ../shared/data); only counts and moments of it are kept.
"""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.class_weight import compute_sample_weight

HERE = Path(__file__).parent
DATA = Path(os.environ.get("PERENNIAL_DATA", HERE.parent.parent.parent / "shared" / "data"))
FILES = {"penguins.csv": None, "adult-train.csv": 3000, "elec2.csv": 5000}


def read(name):
    return pd.read_csv(
        DATA / name, nrows=FILES[name], skipinitialspace=True, na_values=["", "?"], keep_default_na=False
    )


def plain(value):
    return None if value is None or pd.isna(value) else value.item() if hasattr(value, "item") else value


def profile(column):
    common = {"missing": int(column.isna().sum()), "distinct": int(column.nunique())}
    if pd.api.types.is_numeric_dtype(column):
        numbers = {
            "minimum": column.min(),
            "maximum": column.max(),
            "mean": column.mean(),
            "deviation": column.std(),
            "median": column.median(),
        }
        return common | {key: plain(value) for key, value in numbers.items()}
    counts = column.value_counts()
    return common | {"counts": {label: int(count) for label, count in counts.items()}}


def encode(train, later):
    """Impute, scale (cut at 6 deviations) and one-hot as the default recipe does, fitted on `train`, applied to both."""
    numbers = train.select_dtypes("number").columns
    imputer = SimpleImputer(strategy="median", add_indicator=True).fit(train[numbers])
    scaler = StandardScaler().fit(imputer.transform(train[numbers])[:, : len(numbers)])

    def transform(frame):
        imputed = imputer.transform(frame[numbers])
        features = dict(zip(numbers, np.clip(scaler.transform(imputed[:, : len(numbers)]), -6, 6).T))
        for place, index in enumerate(imputer.indicator_.features_):
            features[f"{numbers[index]} is missing"] = imputed[:, len(numbers) + place]
        for name in train.columns.difference(numbers, sort=False):
            present = train[name].dropna()
            encoder = OneHotEncoder(
                min_frequency=5, handle_unknown="infrequent_if_exist", sparse_output=False
            ).fit(present.to_frame())
            rows = frame[name].notna()
            encoded = np.zeros((len(frame), len(encoder.get_feature_names_out())))
            encoded[rows] = encoder.transform(frame.loc[rows, [name]])
            for feature, values in zip(encoder.get_feature_names_out(), encoded.T):
                label = feature.removeprefix(f"{name}_")
                label = "other" if label == "infrequent_sklearn" else label
                features[f"{name} = {label}"] = values
            if train[name].isna().any():
                features[f"{name} is missing"] = frame[name].isna().astype(float).to_numpy()
        return features

    return transform(train), transform(later)


def small():
    random = np.random.default_rng(1)
    rows = 40
    frame = pd.DataFrame(
        {
            "height": np.round(random.normal(170, 12, rows), 1),
            "visits": random.poisson(2, rows).astype(float),
            "constant": np.full(rows, 0.1),
            "colour": random.choice(["red", "green", "blue", "pink", "grey"], rows, p=[0.4, 0.3, 0.2, 0.05, 0.05]),
            "size": random.choice(["S", "M", "L"], rows),
        }
    )
    frame.loc[random.choice(rows, 6, replace=False), "height"] = np.nan
    frame.loc[random.choice(rows, 4, replace=False), "size"] = np.nan
    later = frame.iloc[:8].copy()
    later.loc[0, "colour"] = "violet"
    later.loc[1, ["height", "visits", "size"]] = np.nan
    later.loc[2, "constant"] = 1.1
    trained, applied = encode(frame, later)

    def cells(table):
        return {name: [plain(value) for value in table[name]] for name in table.columns}

    def lists(features):
        return {name: list(map(float, values)) for name, values in features.items()}

    return {"train": cells(frame), "later": cells(later), "trained": lists(trained), "applied": lists(applied)}


def moments(features):
    return {
        name: {"mean": float(np.mean(values)), "deviation": float(np.std(values))} for name, values in features.items()
    }


def weights():
    cases = [[0, 0, 0, 1], [0, 1, 2, 2, 2, 1, 1, 1, 1, 0], [2, 2, 0]]
    return [{"y": y, "weights": compute_sample_weight("balanced", y).tolist()} for y in cases]


tables = {name: read(name) for name in FILES}
reference = {
    "profiles": {
        name: {"rows": len(table), "columns": {key: profile(table[key]) for key in table.columns}}
        for name, table in tables.items()
    },
    "small": small(),
    "penguins": moments(encode(*[tables["penguins.csv"].drop(columns="species")] * 2)[0]),
    "adult": moments(encode(*[tables["adult-train.csv"].drop(columns="income")] * 2)[0]),
    "weights": weights(),
}
(HERE / "prepare.json").write_text(json.dumps(reference, indent=1, ensure_ascii=False) + "\n")
