"""conf/jobs/fashion-mlp.conf in PyTorch: the test accuracy that the same net reaches there, seed by seed.

    /usr/bin/python3 src/peers/torch_fashion_mlp.py [--seeds N] [--first SEED] [--epochs E] [--threads T] [FOLDER]

FOLDER holds Fashion-MNIST's four IDX files, gzipped or not (/usr/share/datasets/fashion-mnist unless given). One line a seed
on standard output: `seed ACCURACY LOSS`, of the test part after the last epoch; then the mean and the standard deviation of
the accuracies. Ten seeds here, ten with `evenkeel train --set seed=…`: the difference of the means and its interval say
whether the two train alike.

As in the job: two layers of 512, batch-normalized before relu, weights drawn by He et al., the output layer's by LeCun et al.,
SGD with a rate of 0.1 and momentum of 0.9, a cosine to 0 over all steps, batches of 256 of which an epoch's last is smaller,
inputs normalized by the training part's mean and deviation. Needs Debian's python3-torch (1.13) and
libopenblas0-pthread; numpy is not used.
"""
import argparse
import gzip
import math
import os
import statistics

import torch
import torch.nn.functional as F
from torch import nn

from torch_threads import set_threads

RATE, MOMENTUM, BATCH, WIDTH, CLASSES = 0.1, 0.9, 256, 512, 10


def idx(folder, name, header):
    """The bytes behind an IDX file's header."""
    path = os.path.join(folder, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb")
    with opened as file:
        return torch.frombuffer(bytearray(file.read()[header:]), dtype=torch.uint8)


def part(folder, name):
    labels = idx(folder, f"{name}-labels-idx1-ubyte", 8).long()
    return idx(folder, f"{name}-images-idx3-ubyte", 16).reshape(len(labels), -1), labels


def normalized(images, mean, deviation):
    return ((images.double() - mean) / deviation).float()


def network(inputs):
    layers = []
    for fan_in in (inputs, WIDTH):
        layers += [nn.Linear(fan_in, WIDTH, bias=False), nn.BatchNorm1d(WIDTH), nn.ReLU()]
        nn.init.normal_(layers[-3].weight, std=math.sqrt(2 / fan_in))
    last = nn.Linear(WIDTH, CLASSES)
    nn.init.normal_(last.weight, std=math.sqrt(1 / WIDTH))
    nn.init.zeros_(last.bias)
    return nn.Sequential(*layers, last)


def train(seed, epochs, images, labels):
    torch.manual_seed(seed)
    net = network(images.shape[1]).train()
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE, momentum=MOMENTUM)
    total = epochs * math.ceil(len(labels) / BATCH)
    done = 0
    for _ in range(epochs):
        for batch in torch.randperm(len(labels)).split(BATCH):
            for group in optimizer.param_groups:
                group["lr"] = RATE * 0.5 * (1 + math.cos(math.pi * done / total))
            optimizer.zero_grad()
            F.cross_entropy(net(images[batch]), labels[batch]).backward()
            optimizer.step()
            done += 1
    return net.eval()


@torch.no_grad()
def test(net, images, labels):
    logits = torch.cat([net(batch) for batch in images.split(1000)])
    return (logits.argmax(1) == labels).double().mean().item(), F.cross_entropy(logits, labels).item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="/usr/share/datasets/fashion-mnist", metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1, metavar="SEED")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    set_threads(arguments.threads)
    images, labels = part(arguments.folder, "train")
    test_images, test_labels = part(arguments.folder, "t10k")
    mean, deviation = images.double().mean(), images.double().std(unbiased=False)
    images, test_images = normalized(images, mean, deviation), normalized(test_images, mean, deviation)
    accuracies = []
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        accuracy, loss = test(train(seed, arguments.epochs, images, labels), test_images, test_labels)
        accuracies.append(accuracy)
        print(f"{seed} {accuracy:.4f} {loss:.4f}", flush=True)
    spread = statistics.stdev(accuracies) if len(accuracies) > 1 else 0.0
    print(f"mean {statistics.mean(accuracies):.4f} deviation {spread:.4f}", flush=True)


if __name__ == "__main__":
    main()
