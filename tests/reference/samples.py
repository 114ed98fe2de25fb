"""Cases of River's generators with their labels, for tests/flow/collect/samples.test.ts.

River names Agrawal's group A 1 in functions 0 to 5 and 0 in functions 6 to 9; the paper's group A is stored.
"""
import json
import pathlib
import random

from river.datasets import synth

result = {'sea': [], 'agrawal': [], 'hyperplane': [], 'friedman': []}
for variant in range(4):
    for x, y in synth.SEA(variant=variant, seed=variant).take(25):
        result['sea'].append({'variant': variant, 'x': [x[i] for i in range(3)], 'above': bool(y)})

for quarter, function in enumerate((0, 3, 6, 8)):
    for x, y in synth.Agrawal(classification_function=function, seed=function).take(40):
        result['agrawal'].append({
            'quarter': quarter,
            'applicant': {
                'salary': x['salary'], 'commission': x['commission'], 'age': x['age'],
                'education': x['elevel'], 'loan': x['loan'],
            },
            'isGroupA': bool(y) if function < 6 else not y,
        })

# The generator draws its weights when its iteration begins, and they stay without drift and noise.
for seed in range(4):
    plane = synth.Hyperplane(seed=seed, mag_change=0.0, noise_percentage=0.0)
    for x, y in plane.take(10):
        result['hyperplane'].append({'weights': list(plane._weights), 'x': list(x.values()), 'y': y})


class NoNoise(random.Random):
    def gauss(self, mu=0.0, sigma=1.0):
        return 0.0


original = random.Random
random.Random = NoNoise
try:
    for x, y in synth.Friedman(seed=1).take(25):
        result['friedman'].append({'x': [x[i] for i in range(10)], 'value': y})
finally:
    random.Random = original

path = pathlib.Path(__file__).with_suffix('.json')
path.write_text(json.dumps(result, indent=1) + '\n')
