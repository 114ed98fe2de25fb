"""Rows, missing cells and sums of real files as pandas reads them, for tests/flow/collect/real-files.test.ts.

Usage: files.py FOLDER, where FOLDER is the data folder.
"""
import csv
import json
import pathlib
import sys

import pandas

folder = pathlib.Path(sys.argv[1])
MISSING = ['', 'NA', 'N/A', '?', 'null', '-', 'NaN']
FILES = {
    'elec2.csv': {}, 'adult-train.csv': {}, 'penguins.csv': {}, 'diamonds.csv': {},
    'taxis.csv': {'parse_dates': ['pickup', 'dropoff']},
    'sms.tsv': {'sep': '\t', 'header': None, 'quoting': csv.QUOTE_NONE},
}
result = {}
for name, options in FILES.items():
    table = pandas.read_csv(folder / name, skipinitialspace=True, keep_default_na=False, na_values=MISSING, **options)
    columns = []
    for column in table.columns:
        cells = table[column]
        is_time = str(cells.dtype).startswith('datetime')
        is_number = pandas.api.types.is_numeric_dtype(cells)
        numbers = cells.astype('datetime64[ms]').astype('int64') if is_time else cells
        columns.append({
            'name': column if isinstance(column, str) else f'column_{column + 1}',
            'type': 'time' if is_time else 'number' if is_number else 'label',
            'missing': int(cells.isna().sum()),
            'distinct': int((cells if is_time or is_number else cells.str.strip()).nunique()),
            'sum': float(numbers.astype(float).sum()) if is_time or is_number else None,
        })
    result[name] = {'rows': len(table), 'columns': columns}

path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(result, indent=1) + '\n')
