"""Applies a map from file to file with NumPy, block by block on memory-mapped files; prints the largest resident MB."""

import os
import resource
import sys

import numpy as np

folder, source, target = sys.argv[1:]
mean, weights, after, norm = (np.load(os.path.join(folder, "ends_" + part + ".npy"))
                              for part in ("before", "weights", "after", "norm"))
x = np.load(source, mmap_mode="r")
out = np.lib.format.open_memmap(target, mode="w+", dtype=np.float32, shape=(len(x), weights.shape[1]))
for start in range(0, len(x), 8192):
    y = (x[start:start + 8192] - mean) @ weights
    y *= norm / np.sqrt(np.einsum("ij,ij->i", y, y))[:, None]
    y += after
    out[start:start + 8192] = y
out.flush()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
