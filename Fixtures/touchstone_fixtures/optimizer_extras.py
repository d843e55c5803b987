"""Suite `optimizers`: what PyTorch's database of optimizers lacks.

Learning rates and betas that are tensors, long runs, and more calls that are refused.
"""

import torch

LONG_STEPS = 200
KEPT_EVERY = 50
# Long runs take the same few gradients in turn: files stay small, and averages reach their limits.
LONG_GRADIENTS = 4

FOREACH_RATES = (
    "ASGD", "Adadelta", "Adafactor", "Adagrad", "Adamax", "NAdam", "RMSprop", "Rprop", "SGD",
)
FUSED_RATES = ("Adagrad", "Adam", "AdamW", "SGD")


def tensor_rates(name, dtype):
    """Options with tensors for numbers; their dtype is what Python's arithmetic would give them."""
    if name == "SparseAdam":
        return []
    wide = torch.float64 if dtype == torch.float64 else torch.float32
    rate = torch.tensor(0.02, dtype=wide)
    decay = {} if name in ("LBFGS", "Rprop") else {"weight_decay": 0.1}
    found = [{"lr": rate}, {"lr": rate.reshape(1, 1), **decay}]
    if name in FOREACH_RATES:
        found.append({"lr": rate, "foreach": True, **decay})
    if name in FUSED_RATES:
        found.append({"lr": rate, "fused": True, **decay})
    if name in ("Adam", "AdamW"):
        betas = [torch.tensor(0.8, dtype=wide), torch.tensor([0.95], dtype=wide)]
        found += [{"lr": rate, "betas": betas, **decay}, {"betas": betas, "amsgrad": True}]
        found.append({"lr": rate, "betas": betas, "fused": True, **decay})
    if name in ("NAdam", "RAdam"):
        found.append({"lr": rate, "decoupled_weight_decay": True, **decay})
    return found


LONG = {
    "ASGD": [{"lr": 0.02, "lambd": 0.01, "t0": 50}],
    "Adadelta": [{"rho": 0.9, "weight_decay": 0.01}],
    "Adafactor": [{}, {"eps": (1e-4, 1e-2), "d": 1.5, "weight_decay": 0.01}],
    "Adagrad": [{"lr": 0.1, "lr_decay": 0.01, "initial_accumulator_value": 0.1}],
    "Adam": [{"lr": 0.01}, {"lr": 0.01, "amsgrad": True, "weight_decay": 0.1}],
    "AdamW": [{"lr": 0.01}, {"lr": 0.01, "amsgrad": True}],
    "Adamax": [{"lr": 0.01}],
    "LBFGS": [],
    "Muon": [],
    "NAdam": [{"lr": 0.01}, {"lr": 0.01, "weight_decay": 0.1, "decoupled_weight_decay": True}],
    "RAdam": [{"lr": 0.01}, {"lr": 0.01, "weight_decay": 0.1, "decoupled_weight_decay": True}],
    "RMSprop": [{"lr": 0.01}, {"lr": 0.01, "momentum": 0.9, "centered": True, "eps": 1e-4}],
    "Rprop": [{"lr": 0.01}],
    "SGD": [
        {"lr": 0.01, "momentum": 0.9, "weight_decay": 0.1},
        {"lr": 0.01, "momentum": 0.9, "nesterov": True},
    ],
    "SparseAdam": [{"lr": 0.01}],
}


def long_runs(maker):
    """The arguments of runs of many steps; the results of a few of them are kept."""
    found = []
    for options in LONG[maker.name]:
        arguments = maker.plain(options)
        arguments[2] = arguments[2][:LONG_GRADIENTS]
        found.append([*arguments, LONG_STEPS, KEPT_EVERY])
    return found


NEGATIVE = {
    "ASGD": ("lr", "lambd", "alpha", "weight_decay"),
    "Adadelta": ("lr", "rho", "eps", "weight_decay"),
    "Adafactor": ("lr", "weight_decay"),
    "Adagrad": ("lr", "lr_decay", "weight_decay", "initial_accumulator_value", "eps"),
    "Adam": ("lr", "eps", "weight_decay"),
    "AdamW": ("lr", "eps", "weight_decay"),
    "Adamax": ("lr", "eps", "weight_decay"),
    "LBFGS": ("lr",),
    "Muon": ("lr", "momentum", "weight_decay"),
    "NAdam": ("lr", "eps", "weight_decay", "momentum_decay"),
    "RAdam": ("lr", "eps", "weight_decay"),
    "RMSprop": ("lr", "eps", "momentum", "weight_decay", "alpha"),
    "Rprop": ("lr",),
    "SGD": ("lr", "momentum", "weight_decay"),
    "SparseAdam": ("lr", "eps"),
}
REFUSED = {
    "Adadelta": [{"rho": 1.5}],
    "Adafactor": [{"eps": [-1.0, 1e-3]}, {"eps": [None, -1.0]}, {"d": 0.5}, {"beta2_decay": 0.5}],
    "Adagrad": [{"fused": True, "foreach": True}, {"fused": True, "differentiable": True}],
    "Adam": [{"betas": [0.9, 1.0]}, {"betas": [-0.1, 0.9]}, {"betas": [0, 0.9]}],
    "AdamW": [{"betas": [0.9, 1.0]}, {"betas": [-0.1, 0.9]}, {"betas": [0, 0.9]}],
    "Adamax": [{"betas": [1.0, 0.9]}],
    "Muon": [{"adjust_lr_fn": "none"}],
    "NAdam": [{"betas": [0.9, -0.5]}],
    "RAdam": [{"betas": [0.9, 1.5]}],
    "Rprop": [{"etas": [0.0, 1.2]}, {"etas": [0.5, 1.0]}, {"etas": [1.0, 1.2]}],
    "SGD": [
        {"nesterov": True}, {"nesterov": True, "momentum": 0.9, "dampening": 0.1},
        {"fused": True, "foreach": True}, {"fused": True, "differentiable": True},
    ],
    "SparseAdam": [{"betas": [0.9, 1.0]}],
}
# Refused by the first step.
REFUSED_STEPS = {
    "Muon": [{"ns_steps": 100}, {"ns_coefficients": [1.0, 2.0]}],
}


def refused(name):
    """(options, whether only a step is refused)."""
    found = [({option: -0.5}, False) for option in NEGATIVE[name]]
    found += [(options, False) for options in REFUSED.get(name, [])]
    return found + [(options, True) for options in REFUSED_STEPS.get(name, [])]
