"""Where RDDM sounds in MOA, whose RDDM is its authors' own, for tests/flow/monitor/rddm.test.ts.

River has no RDDM; frouros 0.9.0 has one that, after a drift, begins with all stored rows instead of those since the warning, and counts one
row too few. It sounds first where MOA's does; that is checked here as well, where frouros is installed.

Needs a JDK (11 or newer) and MOA's jar, which comes with a wheel:
    pip download --no-deps capymoa==0.15.1 && python -m zipfile -e capymoa-0.15.1-*.whl capymoa
    python rddm.py capymoa/capymoa/jar/moa.jar
The streams are those of detectors.json, and two long ones.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

JAVA = """
import java.io.*;
import moa.classifiers.core.driftdetection.RDDM;

public class Sounds {
    // A line a stream of 0s and 1s in; a line of D, W and . out.
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = in.readLine()) != null; ) {
            RDDM detector = new RDDM();
            detector.prepareForUse();
            StringBuilder out = new StringBuilder();
            for (char value : line.toCharArray()) {
                detector.input(value - '0');
                out.append(detector.getChange() ? 'D' : detector.getWarningZone() ? 'W' : '.');
            }
            System.out.println(out);
        }
    }
}
"""

LONG = [
    # seed, the share of ones in each stretch of rows; beyond 40,000 rows the oldest are let go
    (101, [(0.2, 45_000), (0.24, 5_000)]),
    (102, [(0.02, 42_000), (0.01, 8_000), (0.05, 2_000)]),
]

here = pathlib.Path(__file__)
detectors = json.loads(here.with_name('detectors.json').read_text())
streams = []
for stored in detectors['streams']:
    stream = [0] * stored['rows']
    for row in stored['ones']:
        stream[row] = 1
    streams.append(stream)
for seed, stretches in LONG:
    rng = random.Random(seed)
    streams.append([int(rng.random() < share) for share, rows in stretches for _ in range(rows)])

with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder, 'Sounds.java')
    source.write_text(JAVA)
    lines = subprocess.run(
        ['java', '-cp', sys.argv[1], str(source)],
        input='\n'.join(''.join(map(str, stream)) for stream in streams),
        capture_output=True, text=True, check=True,
    ).stdout.split()


def stretches_of(line, letter):
    found = []
    for row, each in enumerate(line):
        if each != letter:
            continue
        if found and found[-1][1] == row:
            found[-1][1] = row + 1
        else:
            found.append([row, row + 1])
    return found


def first_in_frouros(stream):
    from frouros.detectors.concept_drift import RDDM
    detector = RDDM()
    for row, value in enumerate(stream):
        detector.update(value=value)
        if detector.drift:
            return row
    return -1


try:
    for stream, line in zip(streams[:20], lines):
        assert first_in_frouros(stream) == line.find('D')
    print('frouros sounds first where MOA does')
except ImportError:
    print('frouros is not installed: not compared')

result = {'moa': 'capymoa 0.15.1', 'streams': []}
for index, (stream, line) in enumerate(zip(streams, lines)):
    result['streams'].append({
        'ones': None if index < 20 else [row for row, value in enumerate(stream) if value],
        'rows': len(stream),
        'drifts': [row for row, each in enumerate(line) if each == 'D'],
        'warnings': stretches_of(line, 'W'),
    })
here.with_suffix('.json').write_text(json.dumps(result) + '\n')
