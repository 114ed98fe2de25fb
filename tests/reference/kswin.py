"""How often and how soon River's KSWIN sounds on normal values, for tests/flow/monitor/kswin.test.ts: it draws at random, so only that can be compared."""

import json
from pathlib import Path

import numpy as np
import river
from river import drift

STREAMS = 40
SHIFTED = 200
SOON = 100


def false_alarms(seed):
    detector = drift.KSWIN(seed=seed)
    found = 0
    for value in np.random.default_rng(seed).normal(size=5000):
        detector.update(value)
        found += detector.drift_detected
    return found


def is_noticed(seed, shift):
    random = np.random.default_rng(1000 + seed)
    detector = drift.KSWIN(seed=seed)
    for value in random.normal(size=300):
        detector.update(value)
    for value in random.normal(shift, size=SOON):
        detector.update(value)
        if detector.drift_detected:
            return True
    return False


result = {
    "river": river.__version__,
    "streams": STREAMS,
    "falseAlarms": int(sum(false_alarms(seed) for seed in range(STREAMS))),
    "shifted": SHIFTED,
    "soon": SOON,
    "noticed": [
        {"shift": shift, "share": sum(is_noticed(seed, shift) for seed in range(SHIFTED)) / SHIFTED}
        for shift in (1.0, 0.5)
    ],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
print(result)
