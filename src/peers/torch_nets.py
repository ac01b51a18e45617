"""The four reference nets of `evenkeel bench` in PyTorch: shapes, layer order and batch sizes as in the README's table."""
from dataclasses import dataclass
from typing import Callable, Tuple

import torch
from torch import nn


class Residual(nn.Module):
    """Two 3×3 convolutions beside a shortcut, which is a 1×1 projection where the shape changes (He et al. 2016)."""

    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.body = nn.Sequential(
            *convolution(channels_in, channels, stride), nn.ReLU(), *convolution(channels, channels))
        same = stride == 1 and channels_in == channels
        self.shortcut = nn.Identity() if same else nn.Sequential(*convolution(channels_in, channels, stride, kernel=1))

    def forward(self, x):
        return torch.relu(self.body(x) + self.shortcut(x))


def convolution(channels_in, channels, stride=1, kernel=3):
    return (nn.Conv2d(channels_in, channels, kernel, stride, padding=kernel // 2, bias=False), nn.BatchNorm2d(channels))


def perceptron(widths, activation):
    layers = []
    for inputs, units in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, units, bias=False), nn.BatchNorm1d(units), activation()]
    return nn.Sequential(*layers, nn.Linear(widths[-1], 10))


def cnn():
    return nn.Sequential(
        *convolution(1, 32), nn.ReLU(), nn.MaxPool2d(2),
        *convolution(32, 64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 128, bias=False), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10))


def resnet20():
    blocks = []
    for channels_in, channels, stride in ((16, 16, 1), (16, 32, 2), (32, 64, 2)):
        blocks.append(Residual(channels_in, channels, stride))
        blocks += [Residual(channels, channels, 1) for _ in range(2)]
    return nn.Sequential(
        *convolution(3, 16), nn.ReLU(), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


@dataclass(frozen=True)
class Reference:
    build: Callable[[], nn.Module]
    sample: Tuple[int, ...]
    batch: int


NETS = {
    "mlp": Reference(lambda: perceptron([784] + 4 * [512], nn.ReLU), (784,), 256),
    "paper": Reference(lambda: perceptron([784] + 3 * [100], nn.Sigmoid), (784,), 60),
    "cnn": Reference(cnn, (1, 28, 28), 128),
    "resnet20": Reference(resnet20, (3, 32, 32), 64),
}
