"""Whether Evenkeel and PyTorch reach the same test accuracy with fashion-mlp.conf, over several seeds each.

    /usr/bin/python3 src/peers/compare_fashion_mlp.py [--seeds N] [--evenkeel target/evenkeel]

Trains both, one after the other for every seed, and prints each accuracy, then both means, the difference of the means and
its 95 % interval (Welch). The same accuracy within that interval is what to expect: an interval that holds 0.
"""
import argparse
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile

# Two-sided 95 % quantiles of Student's t by degrees of freedom.
T = {2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228, 12: 2.179, 14: 2.145,
     16: 2.120, 18: 2.101, 20: 2.086, 30: 2.042}

here = os.path.dirname(os.path.abspath(__file__))
p = argparse.ArgumentParser()
p.add_argument("--seeds", type=int, default=10)
p.add_argument("--evenkeel", default=os.path.join(here, "..", "..", "target", "evenkeel"))
a = p.parse_args()


def last_number(pattern, command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    found = re.findall(pattern, done.stdout)
    if done.returncode or not found:
        sys.exit(f"{command} failed ({done.returncode}): {done.stderr.strip()}")
    return float(found[-1])


ours, theirs = [], []
for seed in range(1, a.seeds + 1):
    with tempfile.TemporaryDirectory() as folder:
        ours.append(last_number(r"test accuracy ([0-9.]+) %", [
            os.path.join(a.evenkeel, "bin", "evenkeel"), "train", os.path.join(a.evenkeel, "conf", "jobs", "fashion-mlp.conf"),
            "--set", f"seed={seed}", "--run-dir", os.path.join(folder, "run")]) / 100)
    theirs.append(last_number(r"(?m)^\d+ (0\.\d+)", [
        sys.executable, os.path.join(here, "torch_fashion_mlp.py"), "--seeds", "1", "--first", str(seed)]))
    print(f"seed {seed}: evenkeel {ours[-1]:.4f}, pytorch {theirs[-1]:.4f}", flush=True)

if a.seeds > 1:
    n = a.seeds
    va, vb = statistics.variance(ours) / n, statistics.variance(theirs) / n
    freedom = (va + vb) ** 2 / (va ** 2 / (n - 1) + vb ** 2 / (n - 1)) if va + vb else 2
    t = T[max(k for k in T if k <= max(2, freedom))]
    difference, half = statistics.mean(ours) - statistics.mean(theirs), t * math.sqrt(va + vb)
    print(f"evenkeel {statistics.mean(ours):.4f} ± {statistics.stdev(ours):.4f}, "
          f"pytorch {statistics.mean(theirs):.4f} ± {statistics.stdev(theirs):.4f}, "
          f"difference {difference:+.4f}, 95 % interval {difference - half:+.4f} to {difference + half:+.4f}")
