"""Golden values of the method, from NumPy alone and written as the papers read: no code is shared with the library.

Run: python3 tests/golden/method.py   (writes tests/golden/method.json)
"""
import json
import pathlib

import numpy as np


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def prepare(anchors):
    mean = anchors.mean(0)
    centred = anchors - mean
    return unit(centred), mean, np.linalg.norm(centred, axis=1).mean()


def fps(rows, delta, start):
    distance = 1 - np.abs(rows @ rows.T)
    chosen = [start]
    nearest = distance[start].copy()
    while len(chosen) < len(rows):
        nearest[chosen] = -1
        best = int(np.argmax(nearest))
        if nearest[best] < delta:
            break
        chosen.append(best)
        nearest = np.minimum(nearest, distance[best])
    return chosen


def finish(raw, mean, norm):
    return unit(raw) * norm + mean


def irp(x, ax, ay, starts, delta, completion):
    sx, mx, _ = prepare(ax)
    sy, my, ny = prepare(ay)
    out = np.zeros((len(x), ay.shape[1]))
    for start in starts:
        keep = sorted(fps(sy, delta, start))
        if completion:
            t = np.eye(ax.shape[1]) @ sx[keep].T @ np.linalg.pinv(sy[keep].T)
            out += unit(x - mx) @ np.linalg.pinv(t.T)
        else:
            out += unit(x - mx) @ sx[keep].T @ np.linalg.pinv(sy[keep].T)
    return finish(out / len(starts), my, ny)


def standard(a):
    return a.mean(0), a.std(0)


def ridge(x, a, b, lam):
    (ma, sa), (mb, sb) = standard(a), standard(b)
    p, q = (a - ma) / sa, (b - mb) / sb
    top = np.linalg.norm(p, 2) ** 2
    w = np.linalg.solve(p.T @ p + lam * top * np.eye(p.shape[1]), p.T @ q)
    return ((x - ma) / sa) @ w * sb + mb


def procrustes(x, a, b):
    (ma, sa), (mb, sb) = standard(a), standard(b)
    u, _, vt = np.linalg.svd(((a - ma) / sa).T @ ((b - mb) / sb), full_matrices=False)
    return ((x - ma) / sa) @ (u @ vt) * sb + mb


def case(seed, k, dx, dy, n=7):
    r = np.random.default_rng(seed)
    latent = r.normal(size=(k + n, min(dx, dy)))
    full_x = latent @ r.normal(size=(latent.shape[1], dx)) + 0.1 * r.normal(size=(k + n, dx)) + 0.5
    full_y = np.tanh(latent @ r.normal(size=(latent.shape[1], dy)) / 3) + 0.1 * r.normal(size=(k + n, dy)) - 1.0
    ax, ay, x = full_x[:k], full_y[:k], full_x[k:]
    sx, mx, _ = prepare(ax)
    sy, my, ny = prepare(ay)
    starts = [0, 3, 5]
    top = np.linalg.norm(sx, 2) ** 2
    whitening = np.linalg.solve(sx.T @ sx + 1e-3 * top * np.eye(dx), sx.T)
    return {
        "source": ax, "target": ay, "samples": x, "starts": starts,
        "relative": unit(x - mx) @ sx.T,
        "order": [fps(sy, delta, 3) for delta in (0.0, 0.3, 0.6)],
        "pinv": np.linalg.pinv(sy),
        "irp": irp(x, ax, ay, starts, 0.4, False),
        "irpAll": irp(x, ax, ay, [0], 0.0, False) if k < dy else None,
        "completed": irp(x, ax, ay, starts, 0.4, True),
        "whitened": finish(unit(x - mx) @ whitening @ sy, my, ny),
        "ridge": ridge(x, ax, ay, 1e-2),
        "procrustes": procrustes(x, ax, ay) if k > max(dx, dy) else None,
    }


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


cases = [case(1, 24, 6, 6), case(2, 30, 9, 5), case(3, 20, 5, 12), case(4, 12, 16, 16)]
path = pathlib.Path(__file__).with_name("method.json")
path.write_text(json.dumps({"numpy": np.__version__, "cases": [plain(c) for c in cases]}) + "\n")
print(f"{path.name}: {path.stat().st_size} bytes")
