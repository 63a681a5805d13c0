"""One long-lived Python peer: a line in names a case, a line out says how long one run took.

In:  {"case": "gemm_f32", "folder": "/tmp/inputs", "repeat": 1}
Out: {"seconds": 0.12, "probe": [numbers that ours must equal]}, or {"missing": "why this case cannot run here"}.
The first line out describes this process. A case prepares its inputs once and is warmed before it is timed.
"""

import ctypes
import json
import os
import platform
import sys
import time

THREADS = int(os.environ["OMP_NUM_THREADS"])
ready = {}


def blas():
    """The OpenBLAS libraries that this process has loaded, each with the kernel it chose for this processor."""
    if not os.path.exists("/proc/self/maps"):
        return "unknown"
    with open("/proc/self/maps") as maps:
        paths = sorted({line.split()[-1] for line in maps if "openblas" in line})
    return ", ".join(sorted({kernel(os.path.realpath(path)) for path in paths} - {None})) or "no OpenBLAS"


def kernel(path):
    library = ctypes.CDLL(path)
    for prefix in ("", "scipy_"):
        for suffix in ("", "64_"):
            name = getattr(library, f"{prefix}openblas_get_corename{suffix}", None)
            config = getattr(library, f"{prefix}openblas_get_config{suffix}", None)
            if name and config:
                name.restype = config.restype = ctypes.c_char_p
                return " ".join(config().decode().split()[:2]) + " " + name().decode()
    return None


def describe():
    found = {"python": platform.python_version()}
    for module in ("numpy", "scipy.linalg", "torch"):
        try:
            loaded = sys.modules[module.split(".")[0]] if __import__(module) else None
            found[module.split(".")[0]] = loaded.__version__
        except ImportError:
            continue
    return {**found, "blas": blas()}


def prepare(case, folder):
    import linear
    if hasattr(linear, case):
        return getattr(linear, case)(folder)
    import training
    training.set_threads(THREADS)
    return getattr(training, case)(folder)


def run(case, folder, repeat):
    if case not in ready:
        ready[case] = prepare(case, folder)
        ready[case]()
    body = ready[case]
    start = time.perf_counter()
    for _ in range(repeat):
        result = body()
    seconds = (time.perf_counter() - start) / repeat
    return {"seconds": seconds, "probe": [float(value) for value in result]}


if __name__ == "__main__":
    print(json.dumps(describe()), flush=True)
    for line in sys.stdin:
        try:
            answer = run(**json.loads(line))
        except ImportError as error:
            answer = {"missing": str(error)}
        print(json.dumps(answer), flush=True)
