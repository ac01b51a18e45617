"""Writes what PyTorch makes of the reference nets, for the test ReferenceNetsTest to compare with.

    /usr/bin/python3 src/peers/torch_reference.py src/test/resources/dev/evenkeel/train/reference-nets.json

Needs Debian's python3-torch (1.13). Weights and inputs are too many to store: both sides make them by the rule of `number`, so the
nets are those of `evenkeel bench` in full size. PyTorch computes in float64, a training step on 24 samples; stored are the loss, all
outputs, and of every gradient and running statistic the largest magnitude and 24 elements spread over the tensor; and how far
PyTorch's own float32 is from that: a relu whose input lies within rounding of 0 passes a gradient in one and not in the other.
"""
import json
import math
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from torch_nets import NETS

SAMPLES = 24
SPREAD = 24


def number(stream, index):
    """Between -0.5 and 0.5: a multiplicative hash of 32 bits, mixed twice."""
    x = (stream * 0x9E3779B1 + index * 0x85EBCA77 + 1) & 0xFFFFFFFF
    x = ((x ^ (x >> 15)) * 0x2C1B3C6D) & 0xFFFFFFFF
    x = ((x ^ (x >> 12)) * 0x297A2D39) & 0xFFFFFFFF
    return (x ^ (x >> 15)) / 2**32 - 0.5


def fill(tensor, stream, scale, shift=0.0):
    values = torch.tensor([shift + scale * number(stream, i) for i in range(tensor.numel())], dtype=torch.float64)
    with torch.no_grad():
        tensor.copy_(values.float().to(tensor.dtype).reshape(tensor.shape))


def spread(tensor):
    flat = tensor.detach().flatten()
    step = max(1, flat.numel() // SPREAD)
    return {"largest": flat.abs().max().item(), "step": step, "values": flat[::step].tolist()}


def run(reference):
    exact, own = step(reference, torch.float64), step(reference, torch.float32)
    errors = [error(own[key][i], tensor) for key in ("gradients", "means", "variances") for i, tensor in enumerate(exact[key])]
    result = {key: [spread(t) for t in exact[key]] for key in ("gradients", "means", "variances")}
    return {"loss": exact["loss"], "outputs": exact["outputs"], **result, "float32": max(errors)}


def error(actual, expected):
    return ((actual.double() - expected).abs().max() / expected.abs().max()).item()


def step(reference, kind):
    net = reference.build().to(kind).train()
    weighted = [m for m in net.modules() if isinstance(m, (nn.Linear, nn.Conv2d))]
    norms = [m for m in net.modules() if isinstance(m, (nn.BatchNorm1d, nn.BatchNorm2d))]
    for stream, module in enumerate(weighted, 1):
        fan_in = module.weight[0].numel()
        fill(module.weight, stream, math.sqrt(24 / fan_in))
        if module.bias is not None:
            fill(module.bias, 1000 + stream, 0.2)
    for stream, module in enumerate(norms, 1):
        fill(module.weight, 2000 + stream, 0.5, 1.0)
        fill(module.bias, 3000 + stream, 0.5)
    inputs = torch.zeros(SAMPLES, *reference.sample, dtype=kind)
    fill(inputs, 4000, 3.0)
    labels = torch.arange(SAMPLES) % 10
    net.eval()
    untrained = net(inputs)
    net.train()
    outputs = net(inputs)
    loss = F.cross_entropy(outputs, labels)
    loss.backward()
    gradients = []
    for module in weighted:
        gradients += [p.grad for p in (module.weight, module.bias) if p is not None]
    for module in norms:
        gradients += [module.weight.grad, module.bias.grad]
    return {"loss": loss.item(), "outputs": untrained.flatten().tolist(), "gradients": gradients,
            "means": [m.running_mean for m in norms], "variances": [m.running_var for m in norms]}


def main():
    torch.set_num_threads(1)
    results = {name: run(reference) for name, reference in NETS.items()}
    with open(sys.argv[1], "w") as file:
        file.write(json.dumps(results, separators=(",", ":")).replace('},{', '},\n{').replace('],"', '],\n"') + "\n")


if __name__ == "__main__":
    main()
