"""How fast PyTorch trains the reference nets, to set beside `evenkeel bench` in the same sitting.

    /usr/bin/python3 src/peers/torch_bench.py [--threads N] [--blas-threads B] [--ddp WORKERS] [--seconds S] [NET ...]

NET is mlp, paper, cnn or resnet20; all of them if none is named. Whole training steps are timed, on random data: forward,
cross-entropy, backward, SGD with momentum 0.9. One line a net on standard output: its name, the samples a second of the best
round, and "median" with that of the median round. Compare medians: the best of a busy machine is luck.

--threads N   threads of the one process (1 unless given)
--blas-threads B
              threads of OpenBLAS, which multiplies the matrices of dense layers and has threads of its own (1 unless given)
--ddp W       W processes of --threads threads each, joined by DistributedDataParallel over gloo on the loopback device, the
              mini-batch divided among them. Batch normalization is each process's own there: SyncBatchNorm refuses CPUs.

Needs Debian's python3-torch (1.13) and libopenblas0-pthread, with OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE unset.
"""
import argparse
import os
import socket
import statistics
import sys
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as processes
import torch.nn.functional as F
from torch.nn.parallel import DistributedDataParallel

from torch_nets import NETS
from torch_threads import set_threads

ROUNDS = 5
WARM_UP_SECONDS = 0.5


class Training:
    """One net with its data and optimizer, alone or as one of several processes."""

    def __init__(self, reference, workers):
        torch.manual_seed(1)
        self.batch = reference.batch
        share = reference.batch // workers
        net = reference.build().train()
        self.net = DistributedDataParallel(net) if workers > 1 else net
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.05, momentum=0.9)
        self.inputs = torch.randn(share, *reference.sample)
        self.labels = torch.randint(10, (share,))

    def steps(self, count):
        """Seconds that many steps take."""
        begin = time.perf_counter()
        for _ in range(count):
            self.optimizer.zero_grad()
            F.cross_entropy(self.net(self.inputs), self.labels).backward()
            self.optimizer.step()
        return time.perf_counter() - begin


def together(workers, number):
    """The first process's number, so that all run as many steps."""
    shared = torch.tensor([float(number)])
    if workers > 1:
        dist.broadcast(shared, 0)
    return shared.item()


def measure(reference, workers, seconds):
    """Samples a second of every round."""
    training = Training(reference, workers)
    training.steps(2)
    step = together(workers, training.steps(3) / 3)
    warm_up = max(1, round(WARM_UP_SECONDS / step))
    step = together(workers, training.steps(warm_up) / warm_up)
    count = max(3, round(seconds / ROUNDS / step))
    rates = []
    for _ in range(ROUNDS):
        if workers > 1:
            dist.barrier()
        rates.append(training.batch * count / training.steps(count))
    return rates


def run(rank, arguments, port):
    set_threads(arguments.threads, arguments.blas_threads)
    workers = max(1, arguments.ddp)
    if workers > 1:
        os.environ["GLOO_SOCKET_IFNAME"] = "lo"
        dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=workers)
    for name in arguments.nets or NETS:
        rates = measure(NETS[name], workers, arguments.seconds)
        if rank == 0:
            print(f"{name} {max(rates):.0f} median {statistics.median(rates):.0f}", flush=True)
    if workers > 1:
        dist.destroy_process_group()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nets", nargs="*", metavar="NET")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--blas-threads", type=int, default=1, metavar="B")
    parser.add_argument("--ddp", type=int, default=0, metavar="WORKERS")
    parser.add_argument("--seconds", type=float, default=6.0)
    arguments = parser.parse_args()
    unknown = [name for name in arguments.nets if name not in NETS]
    if unknown:
        sys.exit(f"no net {unknown[0]}: there are {', '.join(NETS)}")
    if arguments.ddp > 1:
        processes.spawn(run, (arguments, free_port()), nprocs=arguments.ddp)
    else:
        run(0, arguments, 0)


if __name__ == "__main__":
    main()
