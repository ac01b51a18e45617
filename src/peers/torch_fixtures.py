"""Writes what PyTorch makes of a few training steps, for the test TorchParityTest to compare with.

    /usr/bin/python3 src/peers/torch_fixtures.py src/test/resources/dev/evenkeel/train/torch

Needs Debian's python3-torch (1.13); numpy is not used. Each case becomes one JSON file: an Evenkeel job, a mini-batch, the
network before the first step, the loss and the gradients of the first step, and the network after the last. Numbers are
PyTorch's float32, in the nine digits that give each of them back.
"""
import json
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F


def dense(units, bias=True):
    return {"type": "dense", "units": units, "bias": bias}


def adam(kind, rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8, decay=0.0, decay_all=False):
    return {"type": kind, "learning-rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon,
            "weight-decay": decay, "decay-all": decay_all}


def conv(filters, kernel, stride=1, padding=0, bias=False):
    return {"type": "conv2d", "filters": filters, "kernel": kernel, "stride": stride, "padding": padding, "bias": bias}


def pool(kind, size, stride=None):
    return {"type": kind, "size": size, "stride": stride or size}


def residual(body, shortcut=()):
    return {"type": "residual", "body": list(body), "shortcut": list(shortcut)}


def norm(trainable=True):
    return {"type": "batch-norm", "trainable": trainable}


def act(name, **settings):
    return {"type": name, **settings}


def repeat(times, *body):
    return {"type": "repeat", "times": times, "body": list(body)}


def case(features, classes, samples, layers, steps=1, **job):
    """`features` is a number, or the channels, rows and columns of maps."""
    shape = features if isinstance(features, tuple) else (features, 1, 1)
    return {"shape": shape, "classes": classes, "samples": samples, "steps": steps, "job": {"layers": layers, **job}}


def sgd(rate=0.1, momentum=0.0, nesterov=False, decay=0.0, decay_all=False):
    return {"type": "sgd", "learning-rate": rate, "momentum": momentum, "nesterov": nesterov,
            "weight-decay": decay, "decay-all": decay_all}


def block(channels, stride=1, projection=False):
    body = [conv(channels, 3, stride, 1), norm(), act("relu"), conv(channels, 3, 1, 1), norm()]
    return [residual(body, [conv(channels, 1, stride), norm()] if projection else []), act("relu")]


SMALL = [dense(8, bias=False), norm(), act("relu"), dense(3)]

CASES = {
    "sigmoid-norm-after": case(6, 3, 29, [dense(8), act("sigmoid"), norm(), dense(3)]),
    "relu-norm-before": case(6, 3, 29, SMALL),
    "tanh": case(6, 3, 29, [dense(8), act("tanh"), dense(8), act("tanh"), dense(3)]),
    "gelu": case(6, 3, 29, [dense(8), act("gelu"), norm(), dense(3)]),
    "leaky-relu": case(6, 3, 29, [dense(8), act("leaky-relu", slope=0.1), dense(3)]),
    "norm-first": case(6, 3, 29, [act("flatten"), norm(), dense(3)]),
    "frozen-norm": case(6, 3, 29, [dense(8, bias=False), norm(False), act("relu"), dense(3)], steps=2),
    "cumulative": case(6, 3, 29, SMALL, steps=3, **{"batch-norm": {"momentum": "cumulative"}}),
    "squared-error-of-classes": case(6, 3, 29, SMALL, loss="mean-squared-error"),
    "squared-error-of-numbers": case(6, 0, 29, [dense(8), act("tanh"), dense(1)], loss="mean-squared-error"),
    "momentum": case(6, 3, 29, SMALL, steps=3, optimizer=sgd(momentum=0.9)),
    "nesterov-decay": case(6, 3, 29, SMALL, steps=3, optimizer=sgd(momentum=0.8, nesterov=True, decay=0.05)),
    "decay-all": case(6, 3, 29, SMALL, steps=3, optimizer=sgd(momentum=0.9, decay=0.05, decay_all=True)),
    "clip": case(6, 3, 29, SMALL, steps=3, optimizer=sgd(momentum=0.9), **{"gradient-clip": {"norm": 0.25}}),
    "adam": case(6, 3, 29, SMALL, steps=5, optimizer=adam("adam")),
    "adam-decay": case(6, 3, 29, SMALL, steps=5, optimizer=adam("adam", beta1=0.8, beta2=0.9, epsilon=1e-3, decay=0.05)),
    "adamw": case(6, 3, 29, SMALL, steps=5, optimizer=adam("adamw", rate=0.02, decay=0.1)),
    "adamw-decay-all": case(6, 3, 29, SMALL, steps=5, optimizer=adam("adamw", decay=0.5, decay_all=True),
                            **{"gradient-clip": {"norm": 0.25}}),
    "mlp": case(36, 10, 64, [repeat(4, dense(24, bias=False), norm(), act("relu")), dense(10)], steps=2,
                optimizer=sgd(momentum=0.9)),
    "paper": case(36, 10, 60, [repeat(3, dense(20, bias=False), norm(), act("sigmoid")), dense(10)], steps=2,
                  optimizer=sgd(momentum=0.9)),
    "conv2d": case((2, 7, 6), 3, 29, [conv(4, 3, bias=True), act("relu"), dense(3)]),
    "conv2d-padding": case((2, 5, 6), 3, 29, [conv(4, 3, padding=1, bias=True), act("tanh"), act("flatten"), dense(3)]),
    "conv2d-stride": case((3, 8, 7), 3, 29, [conv(4, 3, stride=2, padding=1), act("relu"), conv(5, 2, stride=2, bias=True), dense(3)]),
    "conv2d-neither-square-nor-even": case(
        (2, 6, 9), 3, 29, [conv(4, 1), act("tanh"), conv(5, [2, 5], [3, 2], [1, 3], bias=True), dense(3)]),
    "max-pool": case((2, 7, 6), 3, 29, [conv(4, 3, padding=1, bias=True), pool("max-pool", 2), dense(3)]),
    "max-pool-that-overlaps": case((2, 7, 8), 3, 29, [conv(4, 1, bias=True), pool("max-pool", 3, 2), dense(3)]),
    "avg-pool": case((2, 7, 6), 3, 29, [conv(4, 3, padding=1), pool("avg-pool", 2), act("relu"), dense(3)]),
    "avg-pool-that-overlaps": case((2, 7, 6), 3, 29, [conv(4, 1), pool("avg-pool", 3, 1), dense(3)]),
    "global-avg-pool": case((2, 5, 4), 3, 29, [conv(6, 3, padding=1), act("relu"), {"type": "global-avg-pool"}, dense(3)]),
    "norm-of-maps": case((3, 6, 5), 3, 29, [norm(), act("tanh"), conv(4, 3), norm(), act("relu"), dense(3)], steps=3),
    "frozen-norm-of-maps": case((3, 6, 5), 3, 29, [conv(4, 3), norm(False), act("relu"), dense(3)], steps=2),
    "residual-identity": case((3, 5, 4), 3, 29, [conv(4, 3, padding=1), norm(), act("relu"), *block(4), dense(3)], steps=2),
    "residual-projection": case((3, 6, 5), 3, 29, [*block(4, 2, True), {"type": "global-avg-pool"}, dense(3)], steps=2),
    "residual-of-dense": case(6, 3, 29, [residual([dense(6, bias=False), norm(), residual([act("tanh"), dense(6)])]), dense(3)]),
    "small-cnn": case(
        (1, 8, 8), 10, 40,
        [conv(4, 3, padding=1), norm(), act("relu"), pool("max-pool", 2), conv(8, 3, padding=1), norm(), act("relu"),
         pool("max-pool", 2), dense(12, bias=False), norm(), act("relu"), dense(10)], steps=2, optimizer=sgd(momentum=0.9)),
    "small-resnet": case(
        (3, 8, 8), 10, 32,
        [conv(4, 3, padding=1), norm(), act("relu"), *block(4), *block(6, 2, True), *block(6), *block(8, 2, True),
         {"type": "global-avg-pool"}, dense(10)], steps=2, optimizer=sgd(momentum=0.9)),
}


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


class Net:
    """A job's network in PyTorch, with its tensors by Evenkeel's names, whose layers are numbered as the job has them unrolled."""

    def __init__(self, shape, job):
        self.momentum = job.get("batch-norm", {}).get("momentum", 0.1)
        self.number, self.tensors, self.weights, self.running = 0, {}, [], {}
        self.net, _ = self.sequence(job["layers"], shape)
        self.net.train()
        for module in self.running.values():
            module.train(module.weight.requires_grad)

    def sequence(self, layers, shape):
        """The layers as a module, and the shape of what it makes."""
        modules = []
        for layer in layers:
            for _ in range(layer.get("times", 1)):
                if layer["type"] == "repeat":
                    module, shape = self.sequence(layer["body"], shape)
                elif layer["type"] == "residual":
                    body, after = self.sequence(layer["body"], shape)
                    shortcut, shape = self.sequence(layer["shortcut"], shape)
                    assert shape == after
                    module = Residual(body, shortcut)
                    self.number += 1
                else:
                    self.number += 1
                    module = self.layer(layer, shape)
                    with torch.no_grad():
                        shape = tuple(module.eval()(torch.zeros(2, *shape)).shape[1:])
                modules.append(module)
        return nn.Sequential(*modules), shape

    def layer(self, layer, shape):
        kind = layer["type"]
        name = f"{self.number}.{kind}"
        if kind == "dense":
            inputs = torch.Size(shape).numel()
            return nn.Sequential(nn.Flatten(), self.weighted(name, nn.Linear(inputs, layer["units"], bias=layer["bias"])))
        if kind == "conv2d":
            return self.weighted(name, nn.Conv2d(
                shape[0], layer["filters"], layer["kernel"], layer["stride"], layer["padding"], bias=layer["bias"]))
        if kind == "batch-norm":
            return self.norm(name, layer, shape)
        return {
            "flatten": nn.Flatten, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh,
            "gelu": lambda: nn.GELU(approximate="tanh"),
            "leaky-relu": lambda: nn.LeakyReLU(layer["slope"]),
            "max-pool": lambda: nn.MaxPool2d(layer["size"], layer["stride"]),
            "avg-pool": lambda: nn.AvgPool2d(layer["size"], layer["stride"]),
            "global-avg-pool": lambda: nn.AdaptiveAvgPool2d(1),
        }[kind]()

    def weighted(self, name, module):
        self.weights.append(module.weight)
        self.tensors[name + ".weight"] = module.weight
        if module.bias is not None:
            self.tensors[name + ".bias"] = module.bias
        return module

    def norm(self, name, layer, shape):
        kind = nn.BatchNorm1d if len(shape) == 1 else nn.BatchNorm2d
        module = kind(shape[0], momentum=None if self.momentum == "cumulative" else self.momentum)
        nn.init.uniform_(module.weight, 0.5, 1.5)
        nn.init.normal_(module.bias, 0, 0.3)
        nn.init.normal_(module.running_mean, 0, 0.5)
        nn.init.uniform_(module.running_var, 0.5, 2)
        self.running[name] = module
        if layer["trainable"]:
            self.tensors[name + ".gamma"] = module.weight
            self.tensors[name + ".beta"] = module.bias
        else:
            module.requires_grad_(False)
        return module

    def snapshot(self):
        """Every tensor, and the running statistics, as lists."""
        values = {name: numbers(tensor) for name, tensor in self.tensors.items()}
        for name, module in self.running.items():
            values[name + ".gamma"] = numbers(module.weight)
            values[name + ".beta"] = numbers(module.bias)
            values[name + ".running-mean"] = numbers(module.running_mean)
            values[name + ".running-variance"] = numbers(module.running_var)
        return values

    def optimizer(self, settings):
        decayed = [p for p in self.tensors.values() if settings["decay-all"] or any(p is w for w in self.weights)]
        others = [p for p in self.tensors.values() if not any(p is d for d in decayed)]
        groups = [{"params": decayed, "weight_decay": settings["weight-decay"]}]
        if others:
            groups.append({"params": others, "weight_decay": 0.0})
        if settings["type"] == "sgd":
            return torch.optim.SGD(
                groups, lr=settings["learning-rate"], momentum=settings["momentum"], nesterov=settings["nesterov"])
        kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[settings["type"]]
        return kind(groups, lr=settings["learning-rate"], betas=(settings["beta1"], settings["beta2"]), eps=settings["epsilon"])


def numbers(tensor):
    return [float("%.9g" % value) for value in tensor.detach().flatten().tolist()]


def loss_of(job, output, targets, classes):
    if job.get("loss") != "mean-squared-error":
        return F.cross_entropy(output, targets)
    return F.mse_loss(output, F.one_hot(targets, classes).float() if classes else targets.unsqueeze(1))


def run(name, spec):
    torch.manual_seed(sum(map(ord, name)))
    job = {"name": name, "data": {"type": "digits"}, "loss": "softmax-cross-entropy", "optimizer": sgd(),
           "batch-size": spec["samples"], "micro-batch": 8, "epochs": spec["steps"], **spec["job"]}
    # Features with means and deviations of their own, as before any normalization.
    shape = spec["shape"][:1] if spec["shape"][1:] == (1, 1) else spec["shape"]
    inputs = torch.randn(spec["samples"], *shape) * (0.5 + torch.rand(shape)) + torch.randn(shape)
    targets = torch.randint(0, spec["classes"], (spec["samples"],)) if spec["classes"] else torch.randn(spec["samples"]) + 1
    net = Net(shape, job)
    optimizer = net.optimizer(job["optimizer"])
    before, losses, gradients = net.snapshot(), [], {}
    for step in range(spec["steps"]):
        optimizer.zero_grad()
        loss = loss_of(job, net.net(inputs), targets, spec["classes"])
        loss.backward()
        losses.append(float("%.9g" % loss.item()))
        if step == 0:
            gradients = {key: numbers(tensor.grad) for key, tensor in net.tensors.items()}
        if "gradient-clip" in job:
            nn.utils.clip_grad_norm_(list(net.tensors.values()), job["gradient-clip"]["norm"])
        optimizer.step()
    return {"job": job, "shape": spec["shape"], "classes": spec["classes"], "inputs": numbers(inputs),
            "targets": targets.tolist() if spec["classes"] else numbers(targets),
            "before": before, "losses": losses, "gradients": gradients, "after": net.snapshot()}


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    torch.set_num_threads(1)
    for name, spec in CASES.items():
        with open(os.path.join(folder, name + ".json"), "w") as file:
            file.write(json.dumps(run(name, spec), separators=(",", ":")).replace('},"', '},\n"').replace('],"', '],\n"') + "\n")


if __name__ == "__main__":
    main()
