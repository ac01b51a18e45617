"""All-reduce between processes by PyTorch's gloo backend, to be set beside `evenkeel bench allreduce --processes P`.

    python3 gloo_allreduce.py [--processes P] [--json]

Same sizes and repetitions, float32 sums, one compute thread per process, loopback. As many unmeasured rounds as measured ones
come first; the time is that of rank 0 for one all-reduce, and MB/s are the array's bytes by that time.
"""

import argparse
import json
import multiprocessing
import socket
import time

SIZES = [(64, 2000), (1024, 2000), (16384, 1000), (100_010, 300), (1_197_066, 60), (6_000_000, 20)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def member(rank, processes, port, results):
    import os

    # Without it gloo looks for an interface by the host's name, which need not lead to loopback.
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    import torch
    import torch.distributed as dist

    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{port}", rank=rank, world_size=processes)
    for floats, times in SIZES:
        values = torch.zeros(floats)
        for round_ in range(2 * times):
            if round_ == times:
                start = time.perf_counter()
            dist.all_reduce(values)
        if rank == 0:
            results.put((floats, (time.perf_counter() - start) / times))
    dist.barrier()
    dist.destroy_process_group()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    port = free_port()
    members = [
        context.Process(target=member, args=(rank, options.processes, port, results))
        for rank in range(options.processes)
    ]
    for process in members:
        process.start()
    for _ in SIZES:
        floats, seconds = results.get(timeout=600)
        rate = floats * 4 / seconds / 1e6
        if options.json:
            line = {"name": "allreduce", "processes": options.processes, "floats": floats}
            print(json.dumps({**line, "microseconds": round(seconds * 1e6), "megabytes_per_second": round(rate)}))
        else:
            print(f"{floats:>9,}  {seconds * 1e6:>12,.0f} µs  {rate:>8,.0f} MB/s", flush=True)
    for process in members:
        process.join()


if __name__ == "__main__":
    main()
