"""Golden values of projections and direct translations, from NumPy alone; no code is shared with the library.

Orthogonal maps between unequal dimensions are made the long way, by padding both sides with zero columns.

Run: python3 tests/golden/translators.py   (writes tests/golden/translators.json)
"""
import json
import pathlib

import numpy as np


def unit(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def projections(x, a):
    mean = a.mean(0)
    p, q = x - mean, a - mean
    u, v = unit(p), unit(q)
    gap = p[:, None, :] - q[None, :, :]
    return {
        "angular": np.arccos(np.clip(u @ v.T, -1, 1)) / np.pi,
        "euclidean": np.sqrt((gap**2).sum(2)),
        "l1": np.abs(gap).sum(2),
        "basis": np.linalg.lstsq(v.T, u.T, rcond=None)[0].T,
    }


def scaled(a, x):
    mean, deviation = a.mean(0), a.std(0)
    return (a - mean) / deviation, (x - mean) / deviation, mean, deviation


def pad(x, width):
    return np.pad(x, ((0, 0), (0, width - x.shape[1])))


def factor(m, drop):
    u, s, vt = np.linalg.svd(m)
    r = int((s > 1e-10 * s[0]).sum()) if drop else len(s)
    return u[:, :r] @ vt[:r]


def orthogonal(x, a, b, kind, drop=False):
    p, sample, _, _ = scaled(a, x)
    q, _, mean, deviation = scaled(b, b)
    width = max(a.shape[1], b.shape[1])
    p, sample, padded = pad(p, width), pad(sample, width), pad(q, width)
    m = p.T @ padded if kind == "ortho" else np.linalg.pinv(p) @ padded
    return (sample @ factor(m, drop))[:, : b.shape[1]] * deviation + mean


def affine(x, a, b):
    p, sample, _, _ = scaled(a, x)
    q, _, mean, deviation = scaled(b, b)
    w = np.linalg.lstsq(np.hstack([p, np.ones((len(p), 1))]), q, rcond=None)[0]
    return (sample @ w[:-1] + w[-1]) * deviation + mean


def partial(x, a, b, p, lam):
    mx, my = a.mean(0), b.mean(0)
    sx, sy = unit(a - mx), unit(b - my)
    (ux, dx, vx), (uy, dy, vy) = (np.linalg.svd(s, full_matrices=False) for s in (sx, sy))

    def power(s, e):
        base = s if e >= 0 else s / (s**2 + lam * s[0] ** 2)
        return np.where(s > 1e-12 * s[0], base ** abs(e), 0)

    t = vx.T @ np.diag(power(dx, 1 - 2 * p)) @ ux.T @ uy @ np.diag(power(dy, 2 * p - 1)) @ vy
    return unit(unit(x - mx) @ t) * np.linalg.norm(b - my, axis=1).mean() + my


def adam(a, b, w, c, steps, rate):
    p, _, _, _ = scaled(a, a)
    q, _, _, _ = scaled(b, b)
    w, c = w.copy(), c.copy()
    state = [np.zeros_like(w), np.zeros_like(w), np.zeros_like(c), np.zeros_like(c)]
    for t in range(1, steps + 1):
        residual = 2 * (p @ w + c - q) / q.size
        for i, (theta, g) in enumerate(((w, p.T @ residual), (c, residual.sum(0)))):
            m, v = state[2 * i], state[2 * i + 1]
            m[:] = 0.9 * m + 0.1 * g
            v[:] = 0.999 * v + 0.001 * g * g
            theta -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return {"weights": w, "bias": c}


def case(seed, k, dx, dy, n=7):
    r = np.random.default_rng(seed)
    latent = r.normal(size=(k + n, min(dx, dy)))
    full_x = latent @ r.normal(size=(latent.shape[1], dx)) + 0.3 * r.normal(size=(k + n, dx)) + 0.5
    full_y = np.tanh(latent @ r.normal(size=(latent.shape[1], dy)) / 3) + 0.3 * r.normal(size=(k + n, dy)) - 1.0
    a, b, x = full_x[:k], full_y[:k], full_x[k:]
    enough = k > max(dx, dy)
    first = {"weights": r.uniform(-0.3, 0.3, (dx, dy)), "bias": r.uniform(-0.3, 0.3, dy)}
    return {
        "source": a, "target": b, "samples": x,
        "projections": projections(x, a),
        "affine": affine(x, a, b),
        "first": first, "adam": adam(a, b, first["weights"], first["bias"], 40, 0.01),
        "ortho": orthogonal(x, a, b, "ortho") if enough else None,
        "lOrtho": orthogonal(x, a, b, "linear") if enough else None,
        "orthoDrop": orthogonal(x, a, b, "ortho", True),
        "lOrthoDrop": orthogonal(x, a, b, "linear", True),
        "partial": [{"p": p, "lambda": lam, "samples": partial(x, a, b, p, lam)}
                    for p in (0, 0.25, 0.5, 1) for lam in (0, 1e-2)],
    }


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value


cases = [case(1, 24, 6, 6), case(2, 30, 9, 5), case(3, 20, 5, 12), case(4, 10, 14, 14)]
path = pathlib.Path(__file__).with_name("translators.json")
path.write_text(json.dumps({"numpy": np.__version__, "cases": [plain(c) for c in cases]}) + "\n")
print(f"{path.name}: {path.stat().st_size} bytes")
