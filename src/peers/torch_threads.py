"""Compute threads of PyTorch, and of the OpenBLAS that multiplies its matrices and has a count of its own."""
import ctypes
import os
import sys

import torch

MISLEADING = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def set_threads(count, blas_threads=1):
    """Ends the program where PyTorch would be slower than it needs to be.

    One thread of OpenBLAS's own unless told: it and PyTorch each spin while they wait for work, and two threads of each take
    turns on two cores. Unasked, it takes one for every core whatever PyTorch is told.
    """
    for name in MISLEADING:
        if name in os.environ:
            sys.exit(f"{name} is set, so that OpenBLAS may choose kernels for another processor: unset it")
    torch.set_num_threads(count)
    try:
        blas = ctypes.CDLL("libopenblas.so.0")
    except OSError:
        sys.exit("no OpenBLAS, and PyTorch is ten times slower without it: apt-get install libopenblas0-pthread")
    blas.openblas_set_num_threads(blas_threads)
