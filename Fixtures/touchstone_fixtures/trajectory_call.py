"""A training run as a function: a seed and data in, what can be seen of the run out.

`run` is what the cases of suite `trajectories` call; its parameters are the fields of a case:

- `seed`: of the default generator, from which everything is drawn.
- `images`, `labels`: the digits, or None for runs that draw their data.

Results, in this order. Texts have one line for each thing; digests are SHA-256 of the elements'
little-endian bytes.

- `inputs` and `targets` with their digests;
- every entry of the state dict with the digest of its initial value;
- the digest of each epoch's order (int64);
- at marked steps the digest of all dropout masks of the step (one byte an element);
- at marked steps the digest of the generator's state afterwards;
- rates: learning rate, and momentum or first beta where the optimizer has one, at every step;
- the marked steps, counted from 1;
- losses of all steps;
- traces (marked step, state dict entry, 1 + PROJECTIONS): what `trace` makes of the entry.
"""

import hashlib
from dataclasses import dataclass, field

import numpy
import torch
from torch import nn

from .trajectory_programs import PROGRAMS

MARKS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 300)
PROJECTIONS = 4


def run(name, seed, images, labels, dtype=torch.float32, disturb=None):
    """Trains and returns the leaves above.

    In another dtype everything is drawn in float32 and then cast: the same weights, orders and
    masks. `disturb` may change the model before the first step.
    """
    program = PROGRAMS[name]
    torch.manual_seed(seed)
    inputs, targets = program.data(images, labels)
    model = program.model()
    seen = Observations(inputs, targets, model)
    if disturb is not None:
        disturb(model)
    model.to(dtype)
    cast = targets if not targets.is_floating_point() else targets.to(dtype)
    train(program, model, inputs.to(dtype), cast, seen)
    return seen.leaves()


def train(program, model, inputs, targets, seen):
    optimizer = program.optimizer(model.parameters())
    steps = program.epochs * -(-len(inputs) // program.batch)
    schedule = program.schedule(optimizer, steps)
    for _ in range(program.epochs):
        loader = torch.utils.data.DataLoader(
            range(len(inputs)), batch_size=program.batch, shuffle=True)
        order, losses = [], []
        for chosen in loader:

            def closure():
                optimizer.zero_grad()
                loss = program.loss(model(inputs[chosen]), targets[chosen])
                loss.backward()
                return loss

            seen.rates.append(rates(optimizer))
            losses.append(optimizer.step(closure).item())
            seen.step(losses[-1], model)
            order.append(chosen)
            if program.paced == "batch":
                schedule.step()
        seen.orders.append(digest(torch.cat(order)))
        if program.paced == "epoch":
            schedule.step()
        if program.paced == "loss":
            schedule.step(sum(losses) / len(losses))


def rates(optimizer):
    group = optimizer.param_groups[0]
    extra = [group["momentum"]] if "momentum" in group else [b for b in group.get("betas", [])[:1]]
    return [float(group["lr"]), *map(float, extra)]


@dataclass
class Observations:
    """Collects what is seen of a run."""

    inputs: torch.Tensor
    targets: torch.Tensor
    model: nn.Module
    orders: list = field(default_factory=list)
    rates: list = field(default_factory=list)
    losses: list = field(default_factory=list)
    marks: list = field(default_factory=list)
    masks: list = field(default_factory=list)
    states: list = field(default_factory=list)
    traces: list = field(default_factory=list)
    dropped: list = field(default_factory=list)

    def __post_init__(self):
        pairs = self.model.state_dict().items()
        self.initial = [f"{name} {digest(value)}" for name, value in pairs]
        for module in self.model.modules():
            if isinstance(module, nn.Dropout):
                module.register_forward_hook(self.remember)

    def remember(self, module, inputs, output):
        self.dropped.append(output.detach() != 0)

    def step(self, loss, model):
        self.losses.append(loss)
        number = len(self.losses)
        if number in MARKS:
            self.marks.append(number)
            self.states.append(f"{number} {digest(torch.get_rng_state())}")
            if self.dropped:
                self.masks.append(f"{number} {digest(*self.dropped)}")
            self.traces.append([trace(value) for value in model.state_dict().values()])
        self.dropped.clear()

    def leaves(self):
        data = [f"inputs {digest(self.inputs)}", f"targets {digest(self.targets)}"]
        texts = (data, self.initial, self.orders, self.masks, self.states)
        return [
            *("\n".join(lines) for lines in texts),
            torch.tensor(self.rates, dtype=torch.float64),
            " ".join(map(str, self.marks)),
            torch.tensor(self.losses, dtype=torch.float64),
            torch.tensor(numpy.array(self.traces)),
        ]


def digest(*tensors):
    total = hashlib.sha256()
    for tensor in tensors:
        total.update(tensor.contiguous().numpy().tobytes())
    return total.hexdigest()


def trace(tensor):
    """The 2-norm and sums with PROJECTIONS sequences of random signs.

    A change d of the tensor changes such a sum by a number with mean square |d|², so that no change
    of any element goes unnoticed.
    """
    values = tensor.double().flatten().numpy()
    sums = [numpy.sum(values * signs(number, len(values))) for number in range(PROJECTIONS)]
    return [float(numpy.sqrt(numpy.sum(values * values))), *map(float, sums)]


def signs(number, count):
    """+1 or -1 by the lowest bit of the numbers of SplitMix64 with seed `number`."""
    z = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(0x9E3779B97F4A7C15)
    z += numpy.uint64(number)
    z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return 1.0 - 2.0 * ((z ^ (z >> numpy.uint64(31))) & numpy.uint64(1)).astype(numpy.float64)
