"""Where River's drift detectors sound on seeded 0/1 streams, for tests/flow/monitor/detectors.test.ts.

A stream is written down as the rows at which it is 1; alarms as the rows (from 0) at which they sound.
"""
import json
import pathlib
import random

from river import drift

STREAMS = [
    # seed, the share of ones in each stretch of rows
    (1, [(0.2, 1000), (0.4, 1000)]),
    (2, [(0.1, 1500), (0.2, 1500)]),
    (3, [(0.05, 500), (0.5, 500), (0.05, 1000), (0.3, 500)]),
    (4, [(0.5, 800), (0.1, 800), (0.6, 400)]),
    (5, [(0.3, 3000)]),
    (6, [(0.0, 300), (1.0, 40), (0.0, 300)]),
]

result = []
for seed, stretches in STREAMS:
    rng = random.Random(seed)
    stream = [int(rng.random() < share) for share, rows in stretches for _ in range(rows)]
    alarms = {}
    for name, two_sided in (('one-sided', False), ('two-sided', True)):
        detector = drift.binary.HDDMA(two_sided_test=two_sided)
        drifts, warnings = [], []
        for row, value in enumerate(stream):
            detector.update(value)
            if detector.drift_detected:
                drifts.append(row)
            elif detector.warning_detected:
                warnings.append(row)
        alarms[name] = {'drifts': drifts, 'warnings': warnings}
    result.append({
        'rows': len(stream),
        'ones': [row for row, value in enumerate(stream) if value],
        'alarms': alarms,
    })

path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(result) + '\n')
