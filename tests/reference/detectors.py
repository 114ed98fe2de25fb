"""Where River's drift detectors sound on seeded 0/1 streams, for tests/flow/monitor/detectors.test.ts.

A stream is written down as the rows at which it is 1; alarms as the rows (from 0) at which a drift sounds, and the stretches
of rows [from, to) with a warning.
"""
import json
import pathlib
import random
import time

import river
from river import drift

STREAMS = [
    # seed, the share of ones in each stretch of rows
    (1, [(0.2, 1000), (0.4, 1000)]),
    (2, [(0.1, 1500), (0.2, 1500)]),
    (3, [(0.05, 500), (0.5, 500), (0.05, 1000), (0.3, 500)]),
    (4, [(0.5, 800), (0.1, 800), (0.6, 400)]),
    (5, [(0.3, 3000)]),
    (6, [(0.0, 300), (1.0, 40), (0.0, 300)]),
    (7, [(0.01, 2000), (0.05, 2000)]),
    (8, [(0.4, 1000), (0.2, 1000), (0.4, 1000)]),
    (9, [(0.9, 500), (0.95, 500), (0.1, 500), (0.9, 500)]),
    (10, [(0.15, 3000)]),
    (11, [(0.1 + 0.1 * step, 200) for step in range(8)]),
    (12, [(0.8 - 0.1 * step, 200) for step in range(8)]),
    (13, [(0.5, 25), (0.0, 25), (1.0, 25), (0.5, 400)]),
    (14, [(0.02, 600), (0.4, 60)] * 4),
    (15, [(1.0, 500)]),
    (16, [(0.0, 500)]),
    (17, [(0.25, 1000), (0.3, 1000), (0.35, 1000)]),
    (18, [(0.005, 4000)]),
    (19, [(0.3, 100), (0.7, 100)] * 10),
    (20, [(0.6, 1500), (0.65, 1500)]),
]

DETECTORS = {
    'hddm-a': lambda: drift.binary.HDDMA(two_sided_test=False),
    'hddm-a two-sided': lambda: drift.binary.HDDMA(two_sided_test=True),
    'hddm-w': lambda: drift.binary.HDDMW(two_sided_test=False),
    'hddm-w two-sided': lambda: drift.binary.HDDMW(two_sided_test=True),
    'adwin two-sided': drift.ADWIN,
    'ddm': drift.binary.DDM,
    'eddm': drift.binary.EDDM,
    'page-hinkley': lambda: drift.PageHinkley(mode='up'),
    # Page-Hinkley that forgets nothing is the cumulative sum chart.
    'cusum': lambda: drift.PageHinkley(mode='up', alpha=1.0),
    'page-hinkley two-sided': lambda: drift.PageHinkley(mode='both'),
}


def sounds(detector, stream):
    drifts, warnings = [], []
    for row, value in enumerate(stream):
        detector.update(value)
        if detector.drift_detected:
            drifts.append(row)
        elif getattr(detector, 'warning_detected', False):
            if warnings and warnings[-1][1] == row:
                warnings[-1][1] = row + 1
            else:
                warnings.append([row, row + 1])
    return {'drifts': drifts, 'warnings': warnings}


result = {'river': river.__version__, 'streams': []}
for seed, stretches in STREAMS:
    rng = random.Random(seed)
    stream = [int(rng.random() < share) for share, rows in stretches for _ in range(rows)]
    result['streams'].append({
        'rows': len(stream),
        'ones': [row for row, value in enumerate(stream) if value],
        'alarms': {name: sounds(make(), stream) for name, make in DETECTORS.items()},
    })

# Of one value, by the processor's time: the median of five passes.
TIMED = ['hddm-a', 'hddm-w', 'ddm', 'page-hinkley']
rng = random.Random(0)
stream = [int(rng.random() < 0.2) for _ in range(50_000)]


def microseconds(detector):
    begin = time.process_time()
    for value in stream:
        detector.update(value)
    return (time.process_time() - begin) / len(stream) * 1e6


result['microseconds'] = {
    name: round(sorted(microseconds(DETECTORS[name]()) for _ in range(5))[2], 3) for name in TIMED
}

path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(result) + '\n')
