"""Gradients and AdamW steps of small dense networks by PyTorch, in double precision: dense.json.

Parameters are flat, layer after layer: weights row-major (from, to), then biases. Rows are taken in order, in
batches of four (the last of a pass is smaller), pass after pass. Decay is on weights, not on biases.
"""

import json
from pathlib import Path

import numpy
import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
RATE, DECAY, BATCH = 0.01, 0.1, 4
CASES = [
    ("linear softmax", [4], 3, "relu", "softmax", False, 10),
    ("linear squared, weighted", [3], 1, "relu", "squared", True, 9),
    ("relu softmax, weighted", [5, 7], 4, "relu", "softmax", True, 10),
    ("deep tanh sigmoid", [3, 6, 4], 1, "tanh", "sigmoid", False, 11),
    ("deep relu squared", [6, 9, 5], 1, "relu", "squared", False, 10),
]


def floats(values):
    return [float(f"{value:.9g}") for value in numpy.asarray(values).ravel()]


def case(index, name, sizes, outputs, activation, loss, weighted, rows):
    draw = numpy.random.default_rng(index)
    single = lambda *shape: draw.normal(size=shape).astype(numpy.float32).astype(numpy.float64)
    x = single(rows, sizes[0])
    y = single(rows) * 2 if loss == "squared" else draw.integers(0, max(2, outputs), rows).astype(float)
    y = y.astype(numpy.float32).astype(numpy.float64)
    weights = (draw.random(rows).astype(numpy.float32) + numpy.float32(0.5)).astype(float) if weighted else None
    widths = [*sizes, outputs]
    matrices = [torch.tensor(single(a, b) * 0.5, requires_grad=True) for a, b in zip(widths, widths[1:])]
    biases = [torch.tensor(single(b) * 0.5, requires_grad=True) for b in widths[1:]]

    def mean_loss(chosen):
        values = torch.tensor(x[chosen])
        for layer, (matrix, bias) in enumerate(zip(matrices, biases)):
            values = values @ matrix + bias
            if layer + 1 < len(matrices):
                values = torch.relu(values) if activation == "relu" else torch.tanh(values)
        truth = torch.tensor(y[chosen])
        if loss == "softmax":
            each = functional.cross_entropy(values, truth.long(), reduction="none")
        elif loss == "sigmoid":
            each = functional.binary_cross_entropy_with_logits(values[:, 0], truth, reduction="none")
        else:
            each = (values[:, 0] - truth) ** 2 / 2
        return (each if weights is None else each * torch.tensor(weights[chosen])).mean()

    def flat(tensors_of):
        return floats(
            numpy.concatenate(
                [tensors_of(t).detach().numpy().ravel() for pair in zip(matrices, biases) for t in pair]
            )
        )

    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": DECAY}, {"params": biases, "weight_decay": 0.0}],
        lr=RATE, betas=(0.9, 0.999), eps=1e-8,
    )
    everything = numpy.arange(rows)
    whole = mean_loss(everything)
    whole.backward()
    result = {
        "name": name,
        "shape": {"inputs": sizes[0], "hidden": sizes[1:], "outputs": outputs, "activation": activation, "loss": loss},
        "x": floats(x), "y": floats(y), "weights": None if weights is None else floats(weights),
        "parameters": flat(lambda t: t), "loss": whole.item(), "gradient": flat(lambda t: t.grad),
        "after": [],
    }
    batches = [everything[start : start + BATCH] for start in range(0, rows, BATCH)]
    for step in range(1, 101):
        optimizer.zero_grad()
        mean_loss(batches[(step - 1) % len(batches)]).backward()
        optimizer.step()
        if step in (1, 10, 100):
            state = lambda key: flat(lambda t: optimizer.state[t][key])
            result["after"].append({
                "step": step, "loss": mean_loss(everything).item(), "parameters": flat(lambda t: t),
                "firstMoment": state("exp_avg"), "secondMoment": state("exp_avg_sq"),
            })
    return result


values = {
    "learningRate": RATE, "batchSize": BATCH,
    "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": DECAY},
    "cases": [case(index, *each) for index, each in enumerate(CASES)],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(values, separators=(",", ":")) + "\n")
