"""Golden values of orthogonal maps where columns are dead or nearly dead, from NumPy alone.

The null space is dropped on both sides by hand: directions of at most 1e-5 of the largest variance (or covariance).

Run: python3 tests/golden/isometry.py   (writes tests/golden/isometry.json)
"""
import json
import pathlib

import numpy as np

SPAN = 1e-5


def standard(a):
    mean, deviation = a.mean(0), a.std(0)
    rms = np.sqrt((a**2).mean(0))
    return (a - mean) / np.where(deviation > 1e-7 * rms, deviation, 1), mean, np.where(deviation > 1e-7 * rms, deviation, 1)


def l2(a):
    c = a - a.mean(0)
    return c / np.linalg.norm(c, axis=1, keepdims=True)


def polar(m, cut):
    u, s, vt = np.linalg.svd(m, full_matrices=False)
    r = int((s > cut * s[0]).sum())
    return u[:, :r] @ vt[:r]


def span(a):
    _, s, vt = np.linalg.svd(a, full_matrices=False)
    return vt[s**2 > SPAN * s[0] ** 2]


def main():
    draw = np.random.default_rng(7)
    cases = []
    for k, d, dead in ((5, 2, 1), (40, 6, 2), (8, 10, 3)):
        x = draw.normal(size=(k, d))
        y = x @ np.linalg.qr(draw.normal(size=(d, d)))[0] + 0.05 * draw.normal(size=(k, d))
        y[:, :dead] = 5
        (a, mx, sx), (b, my, sy) = standard(x), standard(y)
        ortho = polar(a.T @ b, SPAN)
        px, py = span(a), span(b)
        lin = np.linalg.pinv(a) @ b
        lortho = px.T @ polar(px @ lin @ py.T, SPAN) @ py
        out = lambda w: (((x - mx) / sx) @ w) * sy + my
        cases.append({"source": x, "target": y, "dead": dead, "ortho": out(ortho), "lOrtho": out(lortho)})
    nearly = []
    for k, d in ((60, 12), (90, 16)):
        x = draw.normal(size=(k, d)) * np.exp(-np.arange(d) / d)
        y = x @ np.linalg.qr(draw.normal(size=(d, d)))[0] + 0.02 * draw.normal(size=(k, d))
        y = np.maximum(y, 0)
        y[:, :3] = 0.3 + 1e-6 * draw.normal(size=(k, 3))
        x[:, 1] = 1e-6 * draw.normal(size=k)
        a, b = l2(x), l2(y)
        px, py = span(a), span(b)
        lortho = px.T @ polar(px @ (np.linalg.pinv(a) @ b) @ py.T, SPAN) @ py
        nearly.append({"source": x, "target": y, "ortho": polar(a.T @ b, SPAN), "lOrtho": lortho})
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"dead": cases, "nearly": nearly}, default=lambda m: m.tolist()) + "\n")


main()
