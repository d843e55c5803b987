"""Options of learning-rate schedules, with which suite `schedulers` makes its cases."""

SGD = ("SGD", [["momentum", 0.9]])
ADAM = ("Adam", [["betas", [0.85, 0.99]]])
LENGTH = 24


def schedule(name, **options):
    return ["schedule", name, pairs(options)]


def function(name):
    return ["function", name]


def pairs(options):
    return [[name, value] for name, value in options.items()]


def falling():
    return [1.0, 0.9, 0.91, 0.9, 0.9, 0.89999, 0.9, 0.9, 0.5, 0.5, 0.5, 0.5, 0.4, float("nan"), 0.4,
            0.4, 0.39, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]


# For each schedule the options of its cases.
OPTIONS = {
    "ChainedScheduler": [
        {"schedulers": [
            schedule("ConstantLR", factor=0.1, total_iters=2),
            schedule("ExponentialLR", gamma=0.9)]},
        {"schedulers": [
            schedule("StepLR", step_size=3, gamma=0.5), schedule("LinearLR", total_iters=7),
            schedule("CosineAnnealingLR", T_max=5)]},
    ],
    "ConstantLR": [
        {}, {"factor": 0.5, "total_iters": 4}, {"factor": 0.25, "total_iters": 1},
        {"factor": 1.0, "total_iters": 0}],
    "CosineAnnealingLR": [
        {"T_max": 10}, {"T_max": 7, "eta_min": 0.01}, {"T_max": 1}, {"T_max": 100, "eta_min": 0.2}],
    "CosineAnnealingWarmRestarts": [
        {"T_0": 5}, {"T_0": 3, "T_mult": 2, "eta_min": 0.001}, {"T_0": 1}, {"T_0": 1, "T_mult": 3}],
    "CyclicLR": [
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 5},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 4, "step_size_down": 7,
         "mode": "triangular2"},
        {"base_lr": [0.01, 0.02], "max_lr": [0.1, 0.3], "step_size_up": 3, "mode": "exp_range",
         "gamma": 0.97},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 5, "scale_fn": function("sawtooth"),
         "scale_mode": "iterations"},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2, "base_momentum": 0.7,
         "max_momentum": 0.95},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2, "cycle_momentum": False},
    ],
    "ExponentialLR": [{"gamma": 0.9}, {"gamma": 1.0}, {"gamma": 0.0}, {"gamma": 1.1}],
    "LambdaLR": [
        {"lr_lambda": function("0.95^n")}, {"lr_lambda": [function("1/(1+n)"), function("n//3")]},
        {"lr_lambda": function("square")}],
    "LinearLR": [
        {}, {"start_factor": 0.5, "total_iters": 4}, {"start_factor": 1.0, "end_factor": 0.1},
        {"start_factor": 0.001, "end_factor": 0.7, "total_iters": 13}, {"total_iters": 1}],
    "MultiStepLR": [
        {"milestones": [3, 8]}, {"milestones": [2, 2, 5, 17], "gamma": 0.7}, {"milestones": []}],
    "MultiplicativeLR": [
        {"lr_lambda": function("0.9")}, {"lr_lambda": [function("0.95^n"), function("1/(1+n)")]}],
    "OneCycleLR": [
        {"max_lr": 0.5, "total_steps": LENGTH},
        {"max_lr": [0.5, 0.2], "epochs": 6, "steps_per_epoch": 4, "anneal_strategy": "linear"},
        {"max_lr": 0.5, "total_steps": LENGTH, "three_phase": True, "pct_start": 0.4},
        {"max_lr": 0.5, "total_steps": LENGTH, "div_factor": 10.0, "final_div_factor": 50.0,
         "base_momentum": 0.8, "max_momentum": 0.9},
        {"max_lr": 0.5, "total_steps": LENGTH, "cycle_momentum": False, "pct_start": 0.0},
    ],
    "PolynomialLR": [{}, {"total_iters": 8, "power": 2.0}, {"total_iters": 5, "power": 0.5}],
    "ReduceLROnPlateau": [
        {"patience": 2}, {"patience": 0, "factor": 0.5, "cooldown": 2},
        {"patience": 1, "mode": "max", "threshold": 0.1, "threshold_mode": "abs"},
        {"patience": 1, "min_lr": [0.05, 0.001], "factor": 0.3},
        {"patience": 0, "factor": 0.5, "eps": 0.04, "threshold": 0.0},
        {"patience": 1, "mode": "max", "threshold": 0.01}],
    "SWALR": [
        {"swa_lr": 0.05}, {"swa_lr": [0.05, 0.5], "anneal_epochs": 5, "anneal_strategy": "linear"},
        {"swa_lr": 0.05, "anneal_epochs": 0}],
    "SequentialLR": [
        {"schedulers": [
            schedule("ConstantLR", factor=0.1, total_iters=4),
            schedule("ExponentialLR", gamma=0.9)],
         "milestones": [5]},
        {"schedulers": [
            schedule("LinearLR", start_factor=0.1, total_iters=4),
            schedule("CosineAnnealingLR", T_max=9),
            schedule("StepLR", step_size=2, gamma=0.5)], "milestones": [4, 13]},
    ],
    "StepLR": [{"step_size": 3}, {"step_size": 1, "gamma": 0.9}, {"step_size": 100}],
}

# Options whose rates stay in range for thousands of steps, where the first are not such.
LONG = {
    "ChainedScheduler": [{"schedulers": [
        schedule("StepLR", step_size=700, gamma=0.9), schedule("CosineAnnealingLR", T_max=333)]}],
    "CosineAnnealingLR": [{"T_max": 10}, {"T_max": 977, "eta_min": 0.01}, {"T_max": 20000}],
    "CosineAnnealingWarmRestarts": [{"T_0": 3, "T_mult": 2}, {"T_0": 77, "eta_min": 1e-3}],
    "CyclicLR": [
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 37, "step_size_down": 101},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "mode": "exp_range", "gamma": 0.9999},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 600, "mode": "triangular2"}],
    "ExponentialLR": [{"gamma": 0.9993}, {"gamma": 1.0 + 2**-40}, {"gamma": 0.5}],
    "LambdaLR": [{"lr_lambda": function("0.95^n")}, {"lr_lambda": function("1/(1+n)")}],
    "LinearLR": [{"start_factor": 0.001, "total_iters": 9000}],
    "MultiStepLR": [{"milestones": [1000, 9999, 10000, 10000], "gamma": 0.3}],
    "PolynomialLR": [{"total_iters": 10000, "power": 0.9}, {"total_iters": 12000, "power": 3.0}],
    "SequentialLR": [{"schedulers": [
        schedule("LinearLR", start_factor=0.01, total_iters=500),
        schedule("CosineAnnealingLR", T_max=6000), schedule("ExponentialLR", gamma=0.999)],
        "milestones": [500, 7000]}],
    "StepLR": [{"step_size": 123, "gamma": 0.97}],
    "SWALR": [{"swa_lr": 0.05, "anneal_epochs": 6000}],
}

# More awkward options.
MORE = {
    "ConstantLR": [{"factor": 0.0, "total_iters": 40}, {"factor": 0.3, "total_iters": -2}],
    "CosineAnnealingLR": [
        {"T_max": 3, "eta_min": -0.5}, {"T_max": -4}, {"T_max": 6, "eta_min": 2.0}],
    "CosineAnnealingWarmRestarts": [{"T_0": 2, "T_mult": 2, "eta_min": 1.0}],
    "CyclicLR": [
        {"base_lr": 0.1, "max_lr": 0.01, "step_size_up": 3},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 6, "step_size_down": 1,
         "mode": "exp_range", "gamma": 0.5},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 4, "step_size_down": 0},
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 2, "base_momentum": [0.7, 0.1],
         "max_momentum": [0.9, 0.6], "mode": "triangular2"}],
    "ExponentialLR": [{"gamma": -0.5}, {"gamma": 1e30}],
    "LinearLR": [{"start_factor": 0.5, "end_factor": 0.0, "total_iters": 6}, {"total_iters": 0}],
    "MultiStepLR": [
        {"milestones": [8, 3, 0, 3], "gamma": 0.5}, {"milestones": [-1, 1], "gamma": 3.0}],
    "OneCycleLR": [
        {"max_lr": 0.5, "total_steps": LENGTH, "pct_start": 1.0},
        {"max_lr": 0.5, "total_steps": LENGTH, "three_phase": True, "pct_start": 0.5},
        {"max_lr": [0.5, 2], "total_steps": 1000, "base_momentum": [0.1, 0.2],
         "max_momentum": [0.3, 0.9]}],
    "PolynomialLR": [{"total_iters": 0}, {"total_iters": 7, "power": 0.0}],
    "ReduceLROnPlateau": [
        {"patience": 0, "factor": 0.0, "min_lr": 0.001},
        {"patience": 3, "cooldown": 5, "factor": 0.9},
        {"mode": "min", "threshold": 0.2, "threshold_mode": "abs", "patience": 0, "factor": 0.7},
        {"patience": 0, "factor": -0.5}, {"patience": -1, "factor": 0.99}],
    "SWALR": [{"swa_lr": 0.5, "anneal_epochs": 1}, {"swa_lr": [0.0, 1.0], "anneal_epochs": 30}],
    "SequentialLR": [
        {"schedulers": [schedule("ConstantLR", factor=0.5)], "milestones": []},
        {"schedulers": [
            schedule("SequentialLR", schedulers=[
                schedule("LinearLR", total_iters=2), schedule("StepLR", step_size=2)],
                milestones=[3]),
            schedule("OneCycleLR", max_lr=0.7, total_steps=40)], "milestones": [6]},
        {"schedulers": [
            schedule("ChainedScheduler", schedulers=[
                schedule("LinearLR", total_iters=2), schedule("StepLR", step_size=2)]),
            schedule("CosineAnnealingWarmRestarts", T_0=3)], "milestones": [6]},
        {"schedulers": [
            schedule("PolynomialLR", total_iters=5), schedule("MultiStepLR", milestones=[2, 4]),
            schedule("LambdaLR", lr_lambda=function("0.95^n"))], "milestones": [3, 9]},
    ],
    "StepLR": [
        {"step_size": 2, "gamma": 0.0}, {"step_size": -3, "gamma": 0.5},
        {"step_size": 4, "gamma": -2.0}],
}

# Steps to given epochs: PyTorch's deprecated form; None is an ordinary step.
PLAIN_JUMPS = [1, 5, 2, 11, 11, 0, None, None, 7, None]
JUMPS = {name: [PLAIN_JUMPS] for name in (
    "ConstantLR", "CosineAnnealingLR", "ExponentialLR", "LambdaLR", "LinearLR", "MultiStepLR",
    "MultiplicativeLR", "OneCycleLR", "PolynomialLR", "StepLR", "CyclicLR", "SWALR")}
JUMPS["CosineAnnealingWarmRestarts"] = [
    PLAIN_JUMPS, [0.25, 0.5, 2.75, 3.0, 8.5, None, None, 20.125, None, 1000.5, None, 4]]

# Options that PyTorch refuses.
ERRORS = {
    "ConstantLR": [{"factor": 1.5}, {"factor": -0.1}],
    "CosineAnnealingWarmRestarts": [
        {"T_0": 0}, {"T_0": -1}, {"T_0": 5, "T_mult": 0}],
    "CyclicLR": [
        {"base_lr": 0.01, "max_lr": 0.1, "mode": "square"},
        {"base_lr": [0.01, 0.02, 0.03], "max_lr": 0.1}],
    "LambdaLR": [{"lr_lambda": [function("0.9")]}],
    "LinearLR": [
        {"start_factor": 0.0}, {"start_factor": 1.5}, {"end_factor": -1.0}, {"end_factor": 2.0}],
    "MultiplicativeLR": [{"lr_lambda": [function("0.9")]}],
    "OneCycleLR": [
        {"max_lr": 0.1}, {"max_lr": 0.1, "total_steps": 0}, {"max_lr": 0.1, "total_steps": -3},
        {"max_lr": 0.1, "epochs": 0, "steps_per_epoch": 3},
        {"max_lr": 0.1, "epochs": 2, "steps_per_epoch": -3},
        {"max_lr": 0.1, "total_steps": 5, "pct_start": 1.5},
        {"max_lr": 0.1, "total_steps": 5, "anneal_strategy": "square"},
        {"max_lr": [0.1], "total_steps": 5}],
    "ReduceLROnPlateau": [
        {"factor": 1.0}, {"mode": "least"}, {"threshold_mode": "ratio"}, {"min_lr": [0.1]}],
    "SequentialLR": [
        {"schedulers": [], "milestones": []},
        {"schedulers": [schedule("ConstantLR"), schedule("ExponentialLR", gamma=0.9)],
         "milestones": [2, 5]},
        {"schedulers": [schedule("ReduceLROnPlateau")], "milestones": []}],
    "SWALR": [{"swa_lr": [0.1]}, {"swa_lr": 0.1, "anneal_strategy": "square"},
              {"swa_lr": 0.1, "anneal_epochs": -1}],
    "ChainedScheduler": [{"schedulers": []}, {"schedulers": [schedule("ReduceLROnPlateau")]}],
}
