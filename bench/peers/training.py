"""Applying a map and training as one would write them with PyTorch; each case returns a body to time."""

import os

import numpy as np
import torch
from torch import nn


def set_threads(count):
    torch.set_num_threads(count)


def load(folder, name):
    return torch.from_numpy(np.load(os.path.join(folder, name + ".npy")))


def apply(folder):
    x = load(folder, "samples")
    mean, weights, after, norm = (load(folder, "map_" + part) for part in ("before", "weights", "after", "norm"))

    @torch.no_grad()
    def body():
        y = (x - mean) @ weights
        y = y * (norm / y.norm(dim=1, keepdim=True)) + after
        return y.ravel()[:8].tolist()

    return body


def epoch(parameters, count, batch, loss_of):
    """One pass over `count` rows in random order by Adam."""
    optimizer = torch.optim.Adam(parameters, lr=1e-3)

    def body():
        order = torch.randperm(count)
        for start in range(0, count, batch):
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(order[start:start + batch])
            loss.backward()
            optimizer.step()
            loss.item()
        return []

    return body


def mlp(folder):
    x, labels = load(folder, "mlp_rows"), load(folder, "mlp_labels")[:, 0].long()
    net = nn.Sequential(nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 100))
    loss_of = lambda rows: nn.functional.cross_entropy(net(x[rows]), labels[rows])
    return epoch(net.parameters(), len(x), 256, loss_of)


def autoencoder(folder):
    x = load(folder, "images").reshape(-1, 1, 28, 28)
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(),
        nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(1568, 128), nn.Linear(128, 1568), nn.ReLU(), nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 3, 2, 1, 1), nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, 2, 1, 1), nn.Sigmoid(),
    )

    def loss_of(rows):
        batch = x[rows]
        return nn.functional.mse_loss(net(batch), batch)

    return epoch(net.parameters(), len(x), 128, loss_of)
