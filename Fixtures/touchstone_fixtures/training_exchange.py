"""Trainings that one library begins and the other continues, through a checkpoint.

In a folder, `data/NAME.h5` holds the inputs of a training, `ORIGIN/NAME.checkpoint.h5` its state
after `STEPS` steps of the library ORIGIN, and `ORIGIN/NAME.continued.h5` that library's own state
`STEPS` steps later. All is in float64, so that the other library must come to the same state but
for rounding in its last digits.
"""

import math
import os

import torch
from torch.optim import lr_scheduler

from . import checkpoints, networks, state_files

STEPS = 3
ROUNDING = 1e-9


def adam(network):
    return torch.optim.Adam(network.parameters(), lr=0.01, weight_decay=0.01, amsgrad=True)


def adam_w(network):
    return torch.optim.AdamW(network.parameters(), lr=0.01)


def sgd(network):
    return torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9, nesterov=True)


def one_cycle(optimizer):
    return lr_scheduler.OneCycleLR(optimizer, max_lr=0.02, total_steps=20, three_phase=True)


def sequence(optimizer):
    parts = [
        lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=2),
        lr_scheduler.MultiStepLR(optimizer, milestones=[1, 2, 2, 30], gamma=0.5),
    ]
    return lr_scheduler.SequentialLR(optimizer, schedulers=parts, milestones=[2])


def plateau(optimizer):
    return lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=0, cooldown=1)


# name: network, optimizer, schedule; the other side is Sources/Conformance/Networks.
TRAININGS = {
    "dropout": (networks.AlexNet, adam, one_cycle),
    "batch_norm": (networks.ResNet, sgd, sequence),
    "attention": (networks.TransformerClassifier, adam_w, plateau),
}


class Training:
    """A network with everything that trains it."""

    def __init__(self, name, inputs):
        make_network, make_optimizer, make_schedule = TRAININGS[name]
        self.network, self.inputs = make_network().double(), inputs
        self.optimizer = make_optimizer(self.network)
        self.schedule = make_schedule(self.optimizer)

    def run(self):
        for _ in range(STEPS):
            self.optimizer.zero_grad()
            loss = self.network(*self.inputs).square().mean()
            loss.backward()
            self.optimizer.step()
            needs_loss = isinstance(self.schedule, lr_scheduler.ReduceLROnPlateau)
            self.schedule.step(*([loss.item()] if needs_loss else []))

    def parts(self):
        return {
            "model": checkpoints.model_state(self.network),
            "optimizer": self.optimizer.state_dict(), "scheduler": self.schedule.state_dict()}

    def load(self, sections):
        parts = sections["parts"]
        checkpoints.load_model(self.network, parts["model"])
        self.optimizer.load_state_dict(parts["optimizer"])
        self.schedule.load_state_dict(checkpoints.scheduler_state(parts["scheduler"]))
        torch.set_rng_state(sections["generators"]["default"])


def begin(folder, seed):
    """PyTorch's trainings, and the inputs of all."""
    for part in ("data", "pytorch"):
        os.makedirs(f"{folder}/{part}", exist_ok=True)
    for name, (cls, _, _) in TRAININGS.items():
        inputs = networks.ALL[cls](torch.float64, torch.Generator().manual_seed(seed))
        state_files.write_state(
            f"{folder}/data/{name}.h5", {f"input.{i}": tensor for i, tensor in enumerate(inputs)})
        torch.manual_seed(seed)
        training = Training(name, inputs)
        for file in ("checkpoint", "continued"):
            training.run()
            checkpoints.write(f"{folder}/pytorch/{name}.{file}.h5", training.parts(), epoch=STEPS)


def finish(folder):
    """Continues Touchstone's trainings; whether all end where Touchstone's own did."""
    holds = True
    for name in TRAININGS:
        inputs = list(state_files.read_state(f"{folder}/data/{name}.h5").values())
        training = Training(name, inputs)
        training.load(checkpoints.read(f"{folder}/touchstone/{name}.checkpoint.h5"))
        training.run()
        theirs = checkpoints.read(f"{folder}/touchstone/{name}.continued.h5")
        found = distance(training.parts(), theirs["parts"])
        if not torch.equal(torch.get_rng_state(), theirs["generators"]["default"]):
            found = math.inf
        print(f"touchstone {name} continued by PyTorch {found}")
        holds = holds and found <= ROUNDING
    return holds


def distance(ours, theirs):
    """Largest difference of two states, as a part of the largest number beside it; infinite where
    they differ in anything but the digits of numbers."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if set(ours) != set(theirs):
            return math.inf
        return max((distance(value, theirs[key]) for key, value in ours.items()), default=0.0)
    if isinstance(ours, (list, tuple)) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return math.inf
        return max((distance(a, b) for a, b in zip(ours, theirs)), default=0.0)
    if isinstance(ours, torch.Tensor) and isinstance(theirs, torch.Tensor):
        return tensor_distance(ours, theirs)
    if isinstance(ours, float) and isinstance(theirs, float) and math.isfinite(ours):
        return abs(ours - theirs) / max(abs(theirs), 1e-300)
    return 0.0 if ours == theirs and type(ours) is type(theirs) else math.inf


def tensor_distance(ours, theirs):
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return math.inf
    if torch.equal(ours, theirs):
        return 0.0
    scale = theirs.double().abs().max().clamp(min=1e-12)
    return ((ours.double() - theirs.double()).abs().max() / scale).item()
