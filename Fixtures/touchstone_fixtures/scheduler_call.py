"""A learning-rate schedule as a function: options in, the whole curve out.

`run` is what the cases of suite `schedulers` call; its parameters are the fields of a case:

- `optimizer`, `rates`, `settings`: class of the optimizer, initial learning rate of each of its
  groups, and its other options as `[name, value]`.
- `options`: keyword arguments of the schedule as `[name, value]`. `["function", name]` is one of
  `FUNCTIONS`; `["schedule", class, options]` is a schedule of the same optimizer.
- `steps`: one entry a step: None, a metric for `ReduceLROnPlateau`, or `["epoch", number]`;
  `["many", n]` stands for n steps that are observed once.
- `restored_at`: before this step the state dicts of optimizer and schedule move to new ones.

Results: learning rates of all groups after the construction and after every step, each followed by
the momentum where the schedule changes that too, and what `get_last_lr()` says; then the state dict
as data: the paths of its leaves in one text, and the leaves.
"""

import torch

FUNCTIONS = {
    "0.95^n": lambda epoch: 0.95**epoch,
    "1/(1+n)": lambda epoch: 1 / (1 + epoch),
    "n//3": lambda epoch: 0.5 ** (epoch // 3),
    "0.9": lambda epoch: 0.9,
    "sawtooth": lambda x: 1 / (5 ** (x * 0.0001)),
    "square": lambda x: x * x / 4,
}


def run(name, optimizer, rates, settings, options, steps, restored_at):
    """Steps through the schedule and returns the curve as a flat list of numbers."""
    made = build_optimizer(optimizer, rates, settings)
    schedule = built(name, made, options)
    curve = observed(made, schedule)
    for number, step in enumerate(steps):
        if number == restored_at:
            made, schedule = restored(name, optimizer, rates, settings, options, made, schedule)
        for one in [None] * step[1] if is_many(step) else [step]:
            made.step()
            advance(schedule, one)
        curve += observed(made, schedule)
    paths, leaves = flattened(schedule.state_dict(), "")
    return [*curve, " ".join(paths), *leaves]


def is_many(step):
    return isinstance(step, list) and step[0] == "many"


def build_optimizer(name, rates, settings):
    groups = [
        {"params": [torch.zeros(1, requires_grad=True)], "lr": own(rate)} for rate in rates]
    return getattr(torch.optim, name)(groups, **{key: plain(value) for key, value in settings})


def own(rate):
    """A schedule changes rates that are tensors in place."""
    return rate.detach().clone() if isinstance(rate, torch.Tensor) else rate


def plain(value):
    return tuple(value) if isinstance(value, list) else value


def built(name, optimizer, options):
    arguments = {key: revived(value, optimizer) for key, value in options}
    home = torch.optim.swa_utils if name == "SWALR" else torch.optim.lr_scheduler
    cls = getattr(home, name)
    if name == "ChainedScheduler":
        return cls(**arguments)
    return cls(optimizer, **arguments)


def revived(value, optimizer):
    if isinstance(value, list) and value and value[0] == "function":
        return FUNCTIONS[value[1]]
    if isinstance(value, list) and value and value[0] == "schedule":
        return built(value[1], optimizer, value[2])
    if isinstance(value, list):
        return [revived(item, optimizer) for item in value]
    return value


def advance(schedule, step):
    if step is None:
        schedule.step()
    elif isinstance(step, list):
        schedule.step(step[1])
    else:
        schedule.step(step)


def restored(name, optimizer, rates, settings, options, made, schedule):
    fresh = build_optimizer(optimizer, rates, settings)
    successor = built(name, fresh, options)
    fresh.load_state_dict(made.state_dict())
    successor.load_state_dict(schedule.state_dict())
    return fresh, successor


def observed(optimizer, schedule):
    found = []
    for group in optimizer.param_groups:
        found.append(float(group["lr"]))
        if "momentum" in group and group["momentum"]:
            found.append(float(group["momentum"]))
        elif "betas" in group:
            found.append(float(group["betas"][0]))
    return found + [float(rate) for rate in schedule.get_last_lr()]


def flattened(state, path):
    """Paths and leaves; empty lists and dictionaries are leaves too."""
    if isinstance(state, (list, tuple)):
        parts = list(enumerate(state))
    elif isinstance(state, dict):
        parts = list(state.items())
    else:
        return [path], [own(state)]
    paths, leaves = ([], []) if parts else ([path], ["empty"])
    for name, part in parts:
        more, values = flattened(part, f"{path}.{name}" if path else str(name))
        paths, leaves = paths + more, leaves + values
    return paths, leaves
