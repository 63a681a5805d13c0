"""Golden values of lib/measure by NumPy and SciPy: `python3 tests/golden/measure.py` writes measure/measure.json.

Each value is computed another way than the library does it: CKA from n x n Gram matrices, SVCCA from thin SVDs,
ranks and neighbours by full sorts.
"""
import itertools
import json
import pathlib

import numpy as np
from scipy import stats

OUT = pathlib.Path(__file__).parent / "measure" / "measure.json"
g = np.random.default_rng(20240615)


def rows(m):
    return [[float(v) for v in r] for r in np.atleast_2d(m)]


def cosines(x, y):
    return (x / np.linalg.norm(x, axis=1, keepdims=True)) @ (y / np.linalg.norm(y, axis=1, keepdims=True)).T


def cka(x, y):
    n = len(x)
    h = np.eye(n) - 1 / n
    k, l = h @ x @ x.T @ h, h @ y @ y.T @ h
    return np.sum(k * l) / np.sqrt(np.sum(k * k) * np.sum(l * l))


def u_centred(k):
    """Szekely and Rizzo 2014, definition 2."""
    n = len(k)
    k = k - np.diag(np.diag(k))
    s = k.sum(0)
    k = k - s[:, None] / (n - 2) - s[None, :] / (n - 2) + s.sum() / ((n - 1) * (n - 2))
    return k - np.diag(np.diag(k))


def cka_debiased(x, y):
    k, l = u_centred(x @ x.T), u_centred(y @ y.T)
    return np.sum(k * l) / np.sqrt(np.sum(k * k) * np.sum(l * l))


def svcca(x, y, variance):
    def directions(m):
        u, s, _ = np.linalg.svd(m - m.mean(0), full_matrices=False)
        share = np.cumsum(s**2) / np.sum(s**2)
        return u[:, : len(s) if variance == 1 else int(np.searchsorted(share, variance)) + 1]

    a, b = directions(x), directions(y)
    r = np.linalg.svd(a.T @ b, compute_uv=False)
    return {"variance": variance, "correlations": r.tolist(), "mean": r.mean(), "kept": [a.shape[1], b.shape[1]]}


def retrieval(q, y):
    ranks = np.array([stats.rankdata(-row)[i] for i, row in enumerate(cosines(q, y))])
    return {"ranks": ranks.tolist(), "mrr": np.mean(1 / ranks), "recall": {k: np.mean(ranks <= k) for k in (1, 5, 10)}}


def neighbours(x, k):
    c = cosines(x, x)
    np.fill_diagonal(c, -np.inf)
    return np.argsort(-c, axis=1)[:, :k]


def jaccard(x, y, k):
    pairs = zip(neighbours(x, k).tolist(), neighbours(y, k).tolist())
    return [len(set(a) & set(b)) / len(set(a) | set(b)) for a, b in pairs]


def ece(confidence, correct, bins):
    error = 0
    for low, high in zip(np.linspace(0, 1, bins + 1), np.linspace(0, 1, bins + 1)[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            error += inside.mean() * abs(correct[inside].mean() - confidence[inside].mean())
    return error


def density(v, h):
    """Gaussian kernels cut at 4 bandwidths, on steps of at most h / 8 over each stretch of v."""
    v = np.sort(v)
    xs, ys = [], []
    for part in np.split(v, np.flatnonzero(np.diff(v) > 8 * h) + 1):
        low, high = part[0] - 4 * h, part[-1] + 4 * h
        x = np.linspace(low, high, int(np.ceil((high - low) / h * 8)) + 1)
        t = (x[:, None] - part) / h
        y = np.where(np.abs(t) < 4, np.exp(-t * t / 2), 0).sum(1)
        y[[0, -1]] = 0
        xs.append(x)
        ys.append(y)
    return np.concatenate(xs), np.concatenate(ys) / (len(v) * h * np.sqrt(2 * np.pi))


def orders(n):
    """Every order of n rows: what ties are averaged over."""
    return np.array(list(itertools.permutations(range(n))))


def tied_retrieval(scores):
    """Mean reciprocal rank and recall@2 of row i's match i, over every order in which equal scores may stand."""
    mrr = recall = 0
    for order in orders(len(scores)):
        position = np.argsort(order)
        ranks = np.array([1 + sum((row[j], -position[j]) > (row[i], -position[i]) for j in range(len(row)))
                          for i, row in enumerate(scores)])
        mrr, recall = mrr + np.mean(1 / ranks), recall + np.mean(ranks <= 2)
    return [mrr / len(orders(len(scores))), recall / len(orders(len(scores)))]


def tied_members(scores, k):
    """How often each row is among the k nearest of each other, over every order in which equal scores may stand."""
    n = len(scores)
    weights = np.zeros((n, n))
    for order in orders(n):
        position = np.argsort(order)
        for i in range(n):
            others = sorted((j for j in range(n) if j != i), key=lambda j: (-scores[i, j], position[j]))
            weights[i, others[:k]] += 1
    return weights / len(orders(n))


def tied_jaccard(a, b, k):
    x, y = tied_members(a, k), tied_members(b, k)
    return (np.minimum(x, y).sum(1) / np.maximum(x, y).sum(1)).tolist()


def sfc32(text):
    """lib/base/random.ts again."""
    m = 0xFFFFFFFF

    def word(salt):
        h = 2166136261 ^ salt
        for c in text:
            h = (h ^ ord(c)) * 16777619 & m
        h = (h ^ (h >> 16)) * 0x85EBCA6B & m
        h = (h ^ (h >> 13)) * 0xC2B2AE35 & m
        return h ^ (h >> 16)

    a, b, c, d = word(0x9E3779B9), word(0x243F6A88), word(0xB7E15162), word(1)
    count = 0
    while True:
        t = (a + b + d) & m
        d = (d + 1) & m
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & m
        c = (((c << 21) | (c >> 11)) + t) & m
        count += 1
        if count > 15:
            yield t / 2**32


def bootstrap(values, statistic, draws, level, seed):
    u = sfc32(str(seed))
    n = len(values)
    r = [statistic(values[[int(next(u) * n) for _ in range(n)]]) for _ in range(draws)]
    return {"draws": draws, "level": level, "seed": seed, "interval": np.quantile(r, [(1 - level) / 2, (1 + level) / 2]).tolist()}


n = 60
x = g.normal(size=(n, 8)) * np.geomspace(3, 0.05, 8) + 2
y = x @ g.normal(size=(8, 6)) + 0.7 * g.normal(size=(n, 6)) - 1
z = x + 0.8 * g.normal(size=x.shape)
centre = x.mean(0)
a, b = g.normal(size=40), g.normal(size=40)
b += 0.5 * a
tied = np.round(a, 0), np.round(b, 1)
lists = {
    "normal": g.normal(3, 2, 200),
    "gamma": g.gamma(2, 1.5, 200),
    "rounded": np.round(g.normal(size=150), 1),
    "two humps": np.concatenate([g.normal(-3, 0.6, 120), g.normal(2, 0.9, 150)]),
}
one = {}
for name, v in lists.items():
    sd = np.std(v, ddof=1)
    h = 0.9 * min(sd, stats.iqr(v) / 1.34) * len(v) ** -0.2
    grid, kde = density(v, h)
    assert np.abs(kde - stats.gaussian_kde(v, bw_method=h / sd)(grid)).max() < 3.4e-4 / (h * np.sqrt(2 * np.pi))
    one[name] = {
        "values": v.tolist(),
        "mean": v.mean(),
        "sd": sd,
        "skew": stats.skew(v),
        "kurtosis": stats.kurtosis(v),
        "quantiles": [[p, np.quantile(v, p)] for p in (0, 0.025, 0.25, 1 / 3, 0.5, 0.9, 1)],
        "ks": stats.kstest(v, stats.norm(v.mean(), sd).cdf).statistic,
        "bandwidth": h,
        "density": [[int(i), float(grid[i]), float(kde[i])] for i in range(0, len(grid), 16)],
    }
points = np.concatenate([np.linspace(-37, 8, 91), g.normal(size=20), [-2 * np.sqrt(2), 1e-12, -1e-9]])
confidence = g.uniform(size=300)
correct = (g.uniform(size=300) < confidence**1.3).astype(float)
few = g.normal(0.7, 0.05, 12)
outlier = np.append(np.random.default_rng(9).normal(10, 1, 1000), 1e4)
outlier_sd = np.std(outlier, ddof=1)
outlier_h = 0.9 * min(outlier_sd, stats.iqr(outlier) / 1.34) * len(outlier) ** -0.2
# Rows along few directions: cosines that are exactly equal.
axes = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]], float)
others = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]], float)
golden = {
    "x": rows(x),
    "y": rows(y),
    "z": rows(z),
    "center": centre.tolist(),
    "cosineRaw": np.diag(cosines(x, z)).tolist(),
    "cosineCentered": np.diag(cosines(x - centre, z - centre)).tolist(),
    "a": a.tolist(),
    "b": b.tolist(),
    "pearson": stats.pearsonr(a, b).statistic,
    "spearman": stats.spearmanr(a, b).statistic,
    "tied": [t.tolist() for t in tied],
    "tiedPearson": stats.pearsonr(*tied).statistic,
    "tiedSpearman": stats.spearmanr(*tied).statistic,
    "tiedRanks": stats.rankdata(tied[0]).tolist(),
    "cka": cka(x, y),
    "ckaDebiased": cka_debiased(x, y),
    "ckaDebiasedNoise": cka_debiased(x[:12], y[48:]),
    "svcca": [svcca(x, y, v) for v in (0.9, 0.99, 1)],
    "retrieval": retrieval(z, x),
    "neighbors": neighbours(x, 4).ravel().tolist(),
    "jaccard": jaccard(x, y, 7),
    "lists": one,
    "ksTwoSample": stats.ks_2samp(lists["normal"], lists["gamma"]).statistic,
    "ksTwoSampleTied": stats.ks_2samp(lists["rounded"], np.round(lists["normal"], 1)).statistic,
    "roundedNormal": np.round(lists["normal"], 1).tolist(),
    "cdf": [[float(p), float(stats.norm.cdf(p))] for p in points],
    "confidence": confidence.tolist(),
    "correct": correct.tolist(),
    "ece": [[k, ece(confidence, correct, k)] for k in (1, 7, 10, 15)],
    "few": few.tolist(),
    "bootstrapMean": bootstrap(few, np.mean, 200, 0.9, 7),
    "bootstrapMedian": bootstrap(few, np.median, 300, 0.95, "golden"),
    "outlier": {
        "values": outlier.tolist(),
        "bandwidth": outlier_h,
        "area": np.trapezoid(*reversed(density(outlier, outlier_h))),
        "mode": density(outlier, outlier_h)[0][np.argmax(density(outlier, outlier_h)[1])],
    },
    "ties": {
        "axes": axes.tolist(),
        "others": others.tolist(),
        "retrieval": tied_retrieval(axes @ others.T),
        "jaccard": [tied_jaccard(axes @ axes.T, others @ others.T, k) for k in (1, 2, 3)],
    },
}
OUT.parent.mkdir(exist_ok=True)
OUT.write_text(json.dumps(golden, default=float) + "\n")
