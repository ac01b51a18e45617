"""conf/jobs/fashion-cnn.conf in PyTorch: the test accuracy that the same net and schedule reach there, and the time they take.

    /usr/bin/python3 src/peers/torch_fashion_cnn.py [--seeds N] [--first SEED] [--epochs E] [--threads T]
        [--until ACCURACY] [--ddp WORKERS] [FOLDER]

FOLDER holds Fashion-MNIST's four IDX files, gzipped or not (/usr/share/datasets/fashion-mnist unless given). One line a seed
on standard output: `seed ACCURACY LOSS SECONDS`, of the test part after the last epoch; SECONDS is the time of training alone.
With --until the test part is tried after every epoch, and the first that reaches the accuracy is the last. With --ddp so many
processes of T threads each split every batch, by DistributedDataParallel over gloo on loopback; batch norm is per process there.

As in the job: two convolutions and a dense layer, each batch-normalized before relu, weights drawn by He et al., the output
layer's by LeCun et al., dropout, SGD with Nesterov momentum and a weight decay that spares γ, β and biases, a warm-up of one
epoch and a cosine to 0, images shifted by up to a pixel and mirrored. A whole batch is shifted and mirrored by one gather,
which is the fastest way there is without other libraries. Needs Debian's python3-torch (1.13) and
libopenblas0-pthread; numpy is not used.
"""
import argparse
import math
import os
import subprocess
import sys
import time

import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn
from torch_fashion_mlp import normalized, part, test
from torch_threads import set_threads

RATE, MOMENTUM, DECAY, BATCH, DROPOUT, PADDING, SIDE = 0.1, 0.9, 5e-4, 128, 0.3, 1, 28


def network():
    layers, channels = [], 1
    for filters in (32, 64):
        layers += [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)]
        nn.init.normal_(layers[-4].weight, std=math.sqrt(2 / (9 * channels)))
        channels = filters
    hidden, last = nn.Linear(64 * 7 * 7, 128, bias=False), nn.Linear(128, 10)
    nn.init.normal_(hidden.weight, std=math.sqrt(2 / hidden.in_features))
    nn.init.normal_(last.weight, std=math.sqrt(1 / last.in_features))
    nn.init.zeros_(last.bias)
    return nn.Sequential(*layers, nn.Flatten(), hidden, nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout(DROPOUT), last)


def varied(images, background):
    """Each image shifted by up to PADDING pixels each way, and mirrored half of the time."""
    n = len(images)
    padded = F.pad(images, (PADDING,) * 4, value=background)
    rows = torch.randint(2 * PADDING + 1, (n, 1)) + torch.arange(SIDE)
    columns = torch.randint(2 * PADDING + 1, (n, 1)) + torch.arange(SIDE)
    columns = torch.where(torch.rand(n, 1) < 0.5, columns.flip(1), columns)
    return padded[torch.arange(n)[:, None, None, None], 0, rows[:, None, :, None], columns[:, None, None, :]]


def rate(done, per_epoch, epochs):
    if done < per_epoch:
        return RATE * (done + 1) / (per_epoch + 1)
    return RATE * 0.5 * (1 + math.cos(math.pi * (done - per_epoch) / ((epochs - 1) * per_epoch)))


def train(seed, epochs, images, labels, background, reached):
    """Trains for so many epochs, or until one after which the net is told to have reached what was wanted."""
    torch.manual_seed(seed)
    net = network().train()
    rank, ranks = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
    replica = nn.parallel.DistributedDataParallel(net) if ranks > 1 else net
    weights = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() == 1]
    groups = [{"params": weights, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.SGD(groups, lr=RATE, momentum=MOMENTUM, nesterov=True)
    per_epoch, done = math.ceil(len(labels) / BATCH), 0
    # Every process draws the same order, whatever else it draws for its part of each batch.
    order = torch.Generator().manual_seed(seed) if ranks > 1 else None
    for _ in range(epochs):
        for batch in torch.randperm(len(labels), generator=order).split(BATCH):
            batch = batch[rank::ranks]
            for group in optimizer.param_groups:
                group["lr"] = rate(done, per_epoch, epochs)
            optimizer.zero_grad()
            F.cross_entropy(replica(varied(images[batch], background)), labels[batch]).backward()
            optimizer.step()
            done += 1
        stop = torch.tensor(int(rank == 0 and reached(net.eval())))
        if ranks > 1:
            dist.broadcast(stop, 0)
        if stop:
            break
        net.train()
    return net.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="/usr/share/datasets/fashion-mnist", metavar="FOLDER")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=1, metavar="SEED")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--until", type=float, metavar="ACCURACY")
    parser.add_argument("--ddp", type=int, default=1, metavar="WORKERS")
    parser.add_argument("--rank", type=int, default=-1, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.ddp > 1 and arguments.rank < 0:
        ranks = [subprocess.Popen([sys.executable, __file__, *sys.argv[1:], "--rank", str(r)]) for r in range(arguments.ddp)]
        sys.exit(max([r.wait() for r in ranks]))
    set_threads(arguments.threads)
    if arguments.ddp > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29519", GLOO_SOCKET_IFNAME="lo")
        dist.init_process_group("gloo", rank=arguments.rank, world_size=arguments.ddp)
    images, labels = part(arguments.folder, "train")
    test_images, test_labels = part(arguments.folder, "t10k")
    mean, deviation = images.double().mean(), images.double().std(unbiased=False)
    images, test_images = (normalized(x, mean, deviation).reshape(-1, 1, SIDE, SIDE) for x in (images, test_images))
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        def reached(net):
            return arguments.until is not None and test(net, test_images, test_labels)[0] >= arguments.until

        started = time.time()
        net = train(seed, arguments.epochs, images, labels, float(-mean / deviation), reached)
        seconds = time.time() - started
        accuracy, loss = test(net, test_images, test_labels)
        if arguments.rank <= 0:
            print(f"{seed} {accuracy:.4f} {loss:.4f} {seconds:.1f}", flush=True)


if __name__ == "__main__":
    main()
