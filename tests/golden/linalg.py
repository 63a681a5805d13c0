"""Golden values of linear algebra at extreme sizes and on repeated spectra, from NumPy and SciPy alone.

Run: python3 tests/golden/linalg.py   (writes tests/golden/linalg.json)
"""
import json
import pathlib

import numpy as np
import scipy.linalg

SIGNS = np.array([
    [-1, -1, 1, 1, -1],
    [-1, 1, 1, 1, 1],
    [1, -1, -1, 1, -1],
    [1, 1, 1, -1, -1],
    [-1, -1, -1, -1, 1],
], float)
BASE = np.array([[3, 1, -2, 0.5], [1, -4, 0.25, 2], [2, 2, 5, -1]])


def numbers(a):
    return np.asarray(a, float).ravel().tolist()


def scaled(size):
    """Inputs scaled by a power of two near the size, so that the scaling itself is exact."""
    factor = 2.0 ** round(np.log2(size))
    a = BASE * factor
    # What NumPy gives on the unscaled matrix, scaled after: LAPACK itself scales, NumPy's pinv does not at 1e160.
    return {
        "size": size,
        "matrix": numbers(a),
        "s": numbers(np.linalg.svd(a, compute_uv=False)),
        "pinv": numbers(np.linalg.pinv(BASE) / factor),
        "ridge": numbers(np.linalg.solve(
            BASE.T @ BASE + 0.1 * np.linalg.norm(BASE, 2) ** 2 * np.eye(4), BASE.T) / factor),
        "polar": numbers(scipy.linalg.polar(BASE.T)[0]),
        "norms": numbers(np.linalg.norm(BASE, axis=1) * factor),
    }


# A float32 sample with an offset a million times its spread, and what float64 makes of the very same numbers.
draw = np.random.default_rng(5)
offset = (1e6 * (1 + np.arange(4)) + draw.standard_normal((40, 4))).astype(np.float32)
mean = offset.astype(float).mean(0)
symmetric = SIGNS + SIGNS.T
golden = {
    "signs": numbers(SIGNS),
    "signs_s": numbers(np.linalg.svd(SIGNS, compute_uv=False)),
    "signs_eigenvalues": numbers(np.linalg.eigvalsh(symmetric)),
    "sizes": [scaled(size) for size in (1e160, 1e-160, 1e300, 1e-300)],
    "offset": numbers(offset),
    "offset_mean": numbers(mean),
    "offset_centred": numbers((offset.astype(float) - mean).astype(np.float32)),
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
