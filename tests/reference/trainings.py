"""Steps of small dense networks by PyTorch, in double precision, of every activation, loss, optimizer and layer: trainings.json.

Parameters are flat: embeddings (categories, width), then layer after layer its weights row-major (from, to), biases, and in
normalised hidden layers gains and offsets. Every step takes all rows. A gradient is clipped first, then the pulls of the L2
penalty and towards the anchor are added; both, and decay, concern weights and embeddings alone, but for an anchor with a strength for
each number. Rows may keep outputs (squared, or softened by a temperature) and see some classes alone.
"""

import json
from pathlib import Path

import numpy
import torch
from torch.nn import functional

torch.set_default_dtype(torch.float64)
RATE, STEPS = 0.05, (1, 5, 20)
ADAM = {"kind": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
MOMENTUM = {"kind": "momentum", "momentum": 0.8}
CASES = [
    ("gelu, AdamW", {"inputs": 3, "hidden": [7, 5], "outputs": 2, "activation": "gelu", "loss": "softmax"}, ADAM, {"weightDecay": 0.1}),
    ("Huber's loss, momentum", {"inputs": 4, "hidden": [6], "outputs": 1, "activation": "tanh", "loss": "huber"}, MOMENTUM, {}),
    ("L2 penalty, Adam", {"inputs": 3, "hidden": [5], "outputs": 1, "activation": "relu", "loss": "sigmoid"}, ADAM, {"l2": 0.2}),
    ("L2-SP and clipping, momentum", {"inputs": 5, "hidden": [4, 3], "outputs": 3, "activation": "gelu", "loss": "softmax"}, MOMENTUM, {"anchor": 0.3, "clip": 0.2}),
    ("layer normalisation, Adam", {"inputs": 3, "hidden": [9, 5], "outputs": 3, "activation": "relu", "loss": "softmax", "layerNorm": True}, ADAM, {}),
    ("embeddings, AdamW", {"inputs": 4, "hidden": [5], "outputs": 1, "activation": "tanh", "loss": "squared", "embeddings": [{"input": 0, "categories": 5, "width": 2}, {"input": 3, "categories": 3, "width": 4}]}, ADAM, {"weightDecay": 0.1}),
    ("everything at once", {"inputs": 4, "hidden": [6, 4], "outputs": 2, "activation": "gelu", "loss": "softmax", "layerNorm": True, "embeddings": [{"input": 1, "categories": 6, "width": 3}]}, ADAM, {"weightDecay": 0.1, "l2": 0.1, "anchor": 0.2, "clip": 0.3}),
    ("a strength for each number (EWC), momentum", {"inputs": 4, "hidden": [5], "outputs": 3, "activation": "tanh", "loss": "softmax"}, MOMENTUM, {"anchor": "each"}),
    ("outputs kept by squares (DER++), Adam", {"inputs": 3, "hidden": [6], "outputs": 4, "activation": "gelu", "loss": "softmax"}, ADAM, {"keeping": {"kind": "squared"}}),
    ("outputs kept softened (LwF), Adam", {"inputs": 3, "hidden": [6], "outputs": 4, "activation": "gelu", "loss": "softmax"}, ADAM, {"keeping": {"kind": "softened", "temperature": 2}}),
    ("one output kept softened, momentum", {"inputs": 3, "hidden": [4], "outputs": 1, "activation": "tanh", "loss": "sigmoid"}, MOMENTUM, {"keeping": {"kind": "softened", "temperature": 3}}),
    ("classes limited (ER-ACE), Adam", {"inputs": 3, "hidden": [6], "outputs": 5, "activation": "tanh", "loss": "softmax"}, ADAM, {"limits": True}),
]
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "gelu": lambda v: functional.gelu(v, approximate="tanh")}


def floats(values):
    return [float(f"{value:.9g}") for value in numpy.asarray(values).ravel()]


def case(index, name, shape, optimizer, training):
    draw = numpy.random.default_rng(100 + index)
    later = numpy.random.default_rng(1000 + index)
    single = lambda *size: draw.normal(size=size).astype(numpy.float32).astype(numpy.float64)
    rows, embeddings = 13, shape.get("embeddings", [])
    x = single(rows, shape["inputs"])
    for each in embeddings:
        x[:, each["input"]] = draw.integers(0, each["categories"], rows)
    if shape["loss"] in ("squared", "huber"):
        y = single(rows) * 2
    else:
        y = draw.integers(0, max(2, shape["outputs"]), rows).astype(float)
    learnt = lambda *size: torch.tensor(single(*size) * 0.5, requires_grad=True)
    tables = [learnt(each["categories"], each["width"]) for each in embeddings]
    seen = shape["inputs"] + sum(each["width"] - 1 for each in embeddings)
    sizes = [seen, *shape["hidden"], shape["outputs"]]
    layers = []
    for at in range(len(sizes) - 1):
        isNormalised = shape.get("layerNorm", False) and at < len(sizes) - 2
        layer = [learnt(sizes[at], sizes[at + 1]), learnt(sizes[at + 1])]
        layers.append(layer + ([learnt(sizes[at + 1]), learnt(sizes[at + 1])] if isNormalised else []))
    parameters = [*tables, *(tensor for layer in layers for tensor in layer)]
    weights = [*tables, *(layer[0] for layer in layers)]
    others = [tensor for tensor in parameters if all(tensor is not weight for weight in weights)]

    keeping = training.get("keeping")
    kept = numpy.float32(later.normal(size=(rows, shape["outputs"])) * 2).astype(numpy.float64) if keeping else None
    keptWeights = numpy.float32(later.uniform(size=rows) * (later.uniform(size=rows) < 0.7)).astype(numpy.float64) if keeping else None
    classes = None
    if training.get("limits"):
        classes = (later.uniform(size=(rows, shape["outputs"])) < 0.5).astype(int)
        classes[numpy.arange(rows), y.astype(int)] = 1

    def distances(values):
        aims = torch.tensor(kept)
        if keeping["kind"] == "squared":
            return ((values - aims) ** 2).sum(1) / 2
        soft, target = values / keeping["temperature"], aims / keeping["temperature"]
        if shape["loss"] == "sigmoid":
            return functional.binary_cross_entropy_with_logits(soft, torch.sigmoid(target), reduction="none")[:, 0]
        return functional.cross_entropy(soft, torch.softmax(target, 1), reduction="none")

    def mean_loss():
        values = outputs()
        added = (distances(values) * torch.tensor(keptWeights)).mean() if keeping else 0
        if classes is not None:
            values = values.masked_fill(torch.tensor(classes == 0), -torch.inf)
        return added + truth_loss(values)

    def outputs():
        pieces, at = [], {each["input"]: table for each, table in zip(embeddings, tables)}
        for column in range(shape["inputs"]):
            values = torch.tensor(x[:, column])
            pieces.append(functional.embedding(values.long(), at[column]) if column in at else values[:, None])
        values = torch.cat(pieces, 1)
        for number, (matrix, bias, *norm) in enumerate(layers):
            values = values @ matrix + bias
            if norm:
                values = functional.layer_norm(values, values.shape[1:], norm[0], norm[1], 1e-5)
            if number + 1 < len(layers):
                values = ACTIVATIONS[shape["activation"]](values)
        return values

    def truth_loss(values):
        truth = torch.tensor(y)
        if shape["loss"] == "softmax":
            return functional.cross_entropy(values, truth.long())
        if shape["loss"] == "sigmoid":
            return functional.binary_cross_entropy_with_logits(values[:, 0], truth)
        if shape["loss"] == "huber":
            return functional.huber_loss(values[:, 0], truth, delta=1.0)
        return ((values[:, 0] - truth) ** 2 / 2).mean()

    def flat(of):
        return floats(numpy.concatenate([of(tensor).detach().numpy().ravel() for tensor in parameters]))

    result = {
        "name": name, "shape": shape, "x": floats(x), "y": floats(y), "optimizer": optimizer,
        "weightDecay": training.get("weightDecay", 0), "l2": training.get("l2", 0), "clip": training.get("clip"),
        "anchor": training.get("anchor", 0), "parameters": flat(lambda t: t), "after": [],
    }
    if keeping:
        result |= {"keeping": keeping, "kept": floats(kept), "keptWeights": floats(keptWeights)}
    if classes is not None:
        result["classes"] = classes.ravel().tolist()
    each_strength = {}
    if result["anchor"] == "each":
        result["anchor"] = 0
        for tensor in parameters:
            each_strength[id(tensor)] = torch.tensor(numpy.float32(later.uniform(size=tensor.shape)).astype(numpy.float64))
        result["strengths"] = flat(lambda t: each_strength[id(t)])
    halves = {id(tensor): tensor.detach().clone() * 0.5 for tensor in parameters}
    start = {id(weight): weight.detach().clone() * 0.5 for weight in weights}
    groups = [{"params": weights, "weight_decay": result["weightDecay"]}, {"params": others, "weight_decay": 0.0}]
    if optimizer["kind"] == "adam":
        moves = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.999), eps=1e-8)
    else:
        moves = torch.optim.SGD(groups, lr=RATE, momentum=optimizer["momentum"])
    loss = mean_loss()
    loss.backward()
    result["loss"], result["gradient"] = loss.item(), flat(lambda t: t.grad)
    for step in range(1, STEPS[-1] + 1):
        moves.zero_grad()
        mean_loss().backward()
        if result["clip"] is not None:
            torch.nn.utils.clip_grad_norm_(parameters, result["clip"])
        for weight in weights:
            weight.grad += result["l2"] * weight.detach() + result["anchor"] * (weight.detach() - start[id(weight)])
        for tensor in parameters:
            if each_strength:
                tensor.grad += each_strength[id(tensor)] * (tensor.detach() - halves[id(tensor)])
        moves.step()
        if step in STEPS:
            result["after"].append({"step": step, "loss": mean_loss().item(), "parameters": flat(lambda t: t)})
    return result


values = {
    "torch": torch.__version__.split("+")[0], "learningRate": RATE,
    "cases": [case(index, *each) for index, each in enumerate(CASES)],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(values, separators=(",", ":")) + "\n")
