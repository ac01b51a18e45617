"""How long it takes from nothing to a test accuracy on Fashion-MNIST with conf/jobs/fashion-cnn.conf: Evenkeel, and PyTorch.

    /usr/bin/python3 src/peers/time_to_accuracy.py [--accuracy A] [--seeds N] [--evenkeel target/evenkeel]

One after the other for every seed: Evenkeel with two workers, PyTorch with two threads, PyTorch with two processes
(torch_fashion_cnn.py --ddp 2). Seconds from the start of the command to its word, of the first epoch after which the test accuracy is reached:
the start of Python or the JVM, the reading of the data, what is compiled meanwhile and the trials on the test part are in it.
The same net, images, schedule and batches; the random numbers differ. In the end the median of each.
"""
import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
p.add_argument("--accuracy", type=float, default=0.9)
p.add_argument("--seeds", type=int, default=3)
p.add_argument("--evenkeel", default=os.path.join(here, "..", "..", "target", "evenkeel"))
a = p.parse_args()


def evenkeel(seed):
    """The rest of its epochs is not waited for."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.time()
        run = subprocess.Popen([
            os.path.join(a.evenkeel, "bin", "evenkeel"), "train", os.path.join(a.evenkeel, "conf", "jobs", "fashion-cnn.conf"),
            "--workers", "2", "--set", f"seed={seed}", "--run-dir", os.path.join(folder, "run")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            for line in run.stdout:
                tried = re.match(r"epoch .* test accuracy ([0-9.]+) %", line)
                if tried and float(tried.group(1)) >= 100 * a.accuracy:
                    return time.time() - started
        finally:
            run.kill()
            run.wait()
        sys.exit(f"evenkeel did not reach {a.accuracy}")


def pytorch(seed, *options):
    started = time.time()
    done = subprocess.run(
        [sys.executable, os.path.join(here, "torch_fashion_cnn.py"), "--seeds", "1", "--first", str(seed),
         "--until", str(a.accuracy), *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=3600)
    if done.returncode or float(done.stdout.split()[1]) < a.accuracy:
        sys.exit(f"torch_fashion_cnn.py {options} did not reach {a.accuracy}: {done.stdout}{done.stderr}")
    return time.time() - started


ways = {
    "evenkeel, 2 workers": evenkeel,
    "pytorch, 2 threads": lambda seed: pytorch(seed, "--threads", "2"),
    "pytorch, DDP of 2 processes": lambda seed: pytorch(seed, "--threads", "1", "--ddp", "2"),
}
seconds = {way: [] for way in ways}
for seed in range(1, a.seeds + 1):
    for way, run in ways.items():
        seconds[way].append(run(seed))
        print(f"seed {seed}: {way}: {seconds[way][-1]:.1f} s", flush=True)
for way, all_seconds in seconds.items():
    print(f"{way}: median {statistics.median(all_seconds):.1f} s")
