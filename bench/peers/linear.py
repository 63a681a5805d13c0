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


def irp_fit(folder, prefix=""):
    source, target = load(folder, prefix + "source"), load(folder, prefix + "target")
    starts = load(folder, prefix + "starts")[:, 0].astype(int)

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


def irp_fit_even(folder):
    return irp_fit(folder, "even_")


def ridge(folder, scale):
    """Gram and Cholesky; the largest eigenvalue by Lanczos."""
    from scipy.linalg import cho_factor, cho_solve
    from scipy.sparse.linalg import eigsh

    source, target = load(folder, "broad_source"), load(folder, "broad_target")

    def body():
        (x, spread), (y, width) = scale(source), scale(target)
        gram = x.T @ x
        top = eigsh(gram, k=1, tol=1e-12, return_eigenvectors=False)[0]
        gram[np.diag_indices_from(gram)] += 1e-3 * top
        return first(cho_solve(cho_factor(gram), x.T @ y) / spread[:, None] * width)

    return body


def standard(anchors):
    deviation = anchors.std(0)
    return (anchors - anchors.mean(0)) / deviation, deviation


def unscaled(anchors):
    return unit(anchors)[0], np.ones(anchors.shape[1])


def whitened(folder):
    return ridge(folder, unscaled)


def linear(folder):
    return ridge(folder, standard)


def whitened_auto(folder):
    """One eigendecomposition of the Gram matrix; leave-one-out for every lambda."""
    source, target = load(folder, "broad_source"), load(folder, "broad_target")

    def body():
        (x, _, _), (y, _, _) = unit(source), unit(target)
        values, vectors = np.linalg.eigh(x.T @ x)
        rows, projected, best = x @ vectors, vectors.T @ (x.T @ y), (np.inf, None)
        squared = rows * rows
        for shrink in 10.0 ** (-7 + np.arange(15) / 2):
            gains = 1 / (values + shrink * values[-1])
            residuals = y - rows @ (gains[:, None] * projected)
            left = 1 - 1 / len(x) - squared @ gains
            best = min(best, (((residuals / left[:, None]) ** 2).sum(), shrink))
        gains = 1 / (values + best[1] * values[-1])
        return first(vectors @ (gains[:, None] * projected))

    return body


def ridge_cv(folder):
    """scikit-learn's own leave-one-out over the same thirty values, without an intercept: both sides are centred."""
    from sklearn.linear_model import RidgeCV

    source, target = load(folder, "broad_source"), load(folder, "broad_target")

    def body():
        (x, _, _), (y, _, _) = unit(source), unit(target)
        top = np.linalg.norm(x, 2) ** 2
        model = RidgeCV(alphas=np.logspace(-6, 0, 30) * top, fit_intercept=False).fit(x, y)
        return [model.alpha_ / top]

    return body


def procrustes_broad(folder):
    return procrustes(folder, "broad_")


def procrustes(folder, prefix="many_"):
    from scipy.linalg import orthogonal_procrustes

    source, target = load(folder, prefix + "source"), load(folder, prefix + "target")

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


def apply_numpy(folder):
    x = load(folder, "samples")
    mean, weights, after, norm = (load(folder, "map_" + part) for part in ("before", "weights", "after", "norm"))
    norm = norm[0, 0]

    def body():
        y = (x - mean) @ weights
        y *= norm / np.sqrt(np.einsum("ij,ij->i", y, y))[:, None]
        y += after
        return first(y[0])

    return body


def top10(folder):
    import faiss

    faiss.omp_set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    queries, gallery = load(folder, "queries"), load(folder, "gallery")
    index = faiss.IndexFlatIP(gallery.shape[1])
    index.add(gallery)
    return lambda: index.search(queries, 10)[1][0]


def gemm(folder, dtype):
    a = load(folder, "large_" + dtype)
    return lambda: first(a @ a)


def gemm_f32(folder):
    return gemm(folder, "f32")


def gemm_f64(folder):
    return gemm(folder, "f64")
