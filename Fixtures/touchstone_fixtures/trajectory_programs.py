"""The training programs of suite `trajectories`, as a user of PyTorch writes them.

Their twins are in `Sources/Conformance/Trajectories`: the same seed and nothing else in common.
Data are equal to the bit on both sides: every element comes from one rounding of exact numbers, or
from operations that IEEE 754 rounds correctly, one at a time.
"""

from dataclasses import dataclass
from typing import Callable

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim import lr_scheduler as schedules

from .trajectory_networks import Perceptron, RowLSTM, RowTransformer, SmallLeNet


@dataclass
class Program:
    """What one run trains on what, and how."""

    data: Callable  # images, labels -> inputs, targets
    model: Callable
    loss: Callable
    optimizer: Callable  # parameters -> optimizer
    schedule: Callable  # optimizer, number of steps -> schedule
    epochs: int
    batch: int
    # When the schedule steps: after each "batch", each "epoch", or each epoch with its "loss".
    paced: str = "epoch"


def pixels(images):
    return images.float() / 16


def classes(images, labels):
    return pixels(images).reshape(-1, 64), labels.long()


def pictures(images, labels):
    return pixels(images).unsqueeze(1), labels.long()


def rows(images, labels):
    return pixels(images), labels.long()


def high_digits(images, labels):
    """5 to 9 against 0 to 4."""
    return pixels(images).reshape(-1, 64), (labels.long() >= 5).float().unsqueeze(1)


def reconstruction(images, labels):
    flat = pixels(images).reshape(-1, 64)
    return flat, flat


def ink(images, labels):
    """How much is drawn in the upper and in the left half: sums of sixteenths are exact."""
    x = pixels(images)
    return x.reshape(-1, 64), torch.stack([x[:, :4].sum((1, 2)), x[:, :, :4].sum((1, 2))], 1) / 16


def plane(images, labels):
    """Noisy values of a linear function of three random numbers."""
    x = torch.randn(256, 3)
    noise = torch.randn(256)
    return x, (x[:, 0] * 2 - x[:, 1] * 3 + x[:, 2] * 0.5 + 1 + noise * 0.1).unsqueeze(1)


PROGRAMS = {
    "linear_regression": Program(
        plane, lambda: nn.Linear(3, 1), F.mse_loss,
        lambda parameters: torch.optim.SGD(parameters, lr=0.02),
        lambda optimizer, steps: schedules.StepLR(optimizer, step_size=6, gamma=0.5),
        epochs=20, batch=16),
    "linear_regression_lbfgs": Program(
        plane, lambda: nn.Linear(3, 1), F.mse_loss,
        lambda parameters: torch.optim.LBFGS(parameters, lr=0.02, max_iter=2, history_size=5),
        lambda optimizer, steps: schedules.MultiStepLR(optimizer, [150, 250], gamma=0.5),
        epochs=300, batch=256),
    "logistic_regression": Program(
        high_digits, lambda: nn.Linear(64, 1), F.binary_cross_entropy_with_logits,
        lambda parameters: torch.optim.SGD(
            parameters, lr=0.1, momentum=0.9, dampening=0.2, weight_decay=1e-3),
        lambda optimizer, steps: schedules.ExponentialLR(optimizer, gamma=0.8),
        epochs=11, batch=64),
    "mlp_nesterov": Program(
        classes, lambda: Perceptron(64, 32, 10, torch.relu), F.cross_entropy,
        lambda parameters: torch.optim.SGD(parameters, lr=0.05, momentum=0.9, nesterov=True),
        lambda optimizer, steps: schedules.CosineAnnealingLR(optimizer, T_max=steps),
        epochs=11, batch=64, paced="batch"),
    "mlp_adam": Program(
        classes, lambda: Perceptron(64, 32, 10, torch.tanh), F.cross_entropy,
        lambda parameters: torch.optim.Adam(parameters, lr=1e-3),
        lambda optimizer, steps: schedules.OneCycleLR(optimizer, max_lr=0.01, total_steps=steps),
        epochs=11, batch=64, paced="batch"),
    "mlp_regression": Program(
        ink, lambda: Perceptron(64, 16, 2, F.softplus), F.smooth_l1_loss,
        lambda parameters: torch.optim.Adamax(parameters, lr=5e-3),
        lambda optimizer, steps: schedules.CosineAnnealingWarmRestarts(optimizer, T_0=50, T_mult=2),
        epochs=11, batch=64, paced="batch"),
    "autoencoder": Program(
        reconstruction, lambda: Perceptron(64, 12, 64, torch.sigmoid), F.mse_loss,
        lambda parameters: torch.optim.Adagrad(parameters, lr=0.05, lr_decay=1e-3),
        lambda optimizer, steps: schedules.PolynomialLR(optimizer, total_iters=steps, power=0.9),
        epochs=11, batch=64, paced="batch"),
    "lenet": Program(
        pictures, SmallLeNet, F.cross_entropy,
        lambda parameters: torch.optim.AdamW(parameters, lr=3e-3, weight_decay=0.05),
        lambda optimizer, steps: schedules.LinearLR(optimizer, start_factor=0.1, total_iters=60),
        epochs=6, batch=32, paced="batch"),
    "lstm_classifier": Program(
        rows, RowLSTM, F.cross_entropy,
        lambda parameters: torch.optim.RMSprop(parameters, lr=5e-3, alpha=0.95),
        lambda optimizer, steps: schedules.ReduceLROnPlateau(
            optimizer, factor=0.5, patience=1, threshold=0.25),
        epochs=11, batch=64, paced="loss"),
    "transformer_classifier": Program(
        rows, RowTransformer, F.cross_entropy,
        lambda parameters: torch.optim.NAdam(parameters, lr=2e-3, eps=1e-6),
        lambda optimizer, steps: schedules.LambdaLR(
            optimizer, lambda step: min((step + 1) / 40, (40 / (step + 1)) ** 0.5)),
        epochs=11, batch=64, paced="batch"),
}
