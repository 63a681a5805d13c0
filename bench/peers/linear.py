"""The method and its linear algebra as one would write them with NumPy and SciPy; each case returns a body to time."""

import os

import numpy as np


def load(folder, name):
    return np.load(os.path.join(folder, name + ".npy"))


def first(matrix):
    """What ours must equal: the start of the first row."""
    return np.ravel(matrix)[:8]


def unit(anchors):
    mean = anchors.mean(0)
    centred = anchors - mean
    norms = np.linalg.norm(centred, axis=1)
    return centred / norms[:, None], mean, norms.mean()


def prune(distances, start, delta):
    """Greedy farthest points until the next one is nearer than delta."""
    nearest = distances[start].copy()
    kept = [start]
    nearest[start] = -1
    while len(kept) < len(distances):
        following = int(nearest.argmax())
        if nearest[following] < delta:
            break
        kept.append(following)
        np.minimum(nearest, distances[following], out=nearest)
        nearest[following] = -1
    return np.sort(kept)


def irp_fit(folder):
    source, target = load(folder, "source"), load(folder, "target")
    starts = load(folder, "starts")[:, 0].astype(int)

    def body():
        x, _, _ = unit(source)
        y, _, _ = unit(target)
        distances = np.maximum(0, 1 - np.abs(y @ y.T))
        folded = np.zeros_like(y)
        for start in starts:
            kept = prune(distances, start, 0.6)
            folded[kept] += np.linalg.pinv(y[kept].T)
        return first(x.T @ (folded / len(starts)))

    return body


def procrustes(folder):
    from scipy.linalg import orthogonal_procrustes

    source, target = load(folder, "many_source"), load(folder, "many_target")

    def body():
        return first(orthogonal_procrustes(source - source.mean(0), target - target.mean(0))[0])

    return body


def pinv(folder):
    a = load(folder, "wide")
    return lambda: first(np.linalg.pinv(a))


def svd(folder):
    a = load(folder, "square_f64")
    return lambda: np.linalg.svd(a, full_matrices=False)[1][:8]


def cka(folder):
    x, y = load(folder, "many_x"), load(folder, "many_y")

    def body():
        a, b = x - x.mean(0), y - y.mean(0)
        cross, left, right = a.T @ b, a.T @ a, b.T @ b
        return [np.sum(cross * cross) / (np.linalg.norm(left) * np.linalg.norm(right))]

    return body


def gemm(folder, dtype):
    a = load(folder, "large_" + dtype)
    return lambda: first(a @ a)


def gemm_f32(folder):
    return gemm(folder, "f32")


def gemm_f64(folder):
    return gemm(folder, "f64")
