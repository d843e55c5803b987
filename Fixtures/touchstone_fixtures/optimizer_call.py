"""An optimizer as a function: parameters and gradients in, parameters and state out.

`run` is what the cases of suite `optimizers` call; its parameters are the fields of a case:

- `groups`: `[options, parameters]` or `[options, parameters, names]` for each group; options are
  lists of `[name, value]`.
- `options`: keyword arguments of the class, as `[name, value]`.
- `gradients`: for every step one gradient for each parameter, None where there is none;
  `["sparse", indices, values, size, is_coalesced]` is a sparse one.
- `objective`: instead of gradients, `[matrix, vector]` for each parameter p; the closure minimises
  Σ ½|A p − b|² + Σ log cosh p, p flattened, and `gradients` holds None for every step.
- `restored_at`: before this step the state dict moves to a new optimizer; None never.
- `steps`: their number; `gradients` are taken in turn. None: as many as there are.
- `kept_every`: only every so many steps have results. None: every step.

Results: the parameters after each of these steps (with an objective its value first), the names of
the state entries in the order of the state dict, and their values.
"""

import torch

from . import sparse


def run(name, groups, options, gradients, objective, restored_at, steps=None, kept_every=None):
    """Makes the steps and returns the results as a list of leaves."""
    known = {}
    groups = [
        (dict(own), [leaf(p, known) for p in parameters], *names)
        for own, parameters, *names in groups
    ]
    parameters = [p for _, own, *_ in groups for p in own]
    optimizer = built(name, groups, options)
    results = []
    for number in range(steps or len(gradients)):
        step = gradients[number % len(gradients)]
        if number == restored_at:
            state = optimizer.state_dict()
            optimizer = built(name, groups, options)
            optimizer.load_state_dict(state)
        if objective is None:
            for parameter, gradient in zip(parameters, step):
                parameter.grad = revived(gradient)
            optimizer.step()
            values = []
        else:
            values = [optimizer.step(closure(optimizer, parameters, objective)).detach()]
        if (number + 1) % (kept_every or 1) == 0:
            results += values + [p.detach().clone() for p in parameters]
    names, values = state_of(optimizer, parameters[0].dtype)
    return [*results, " ".join(names), *values]


def leaf(tensor, known):
    """A parameter of its own for each tensor; the same one where a tensor stands twice."""
    if id(tensor) not in known:
        known[id(tensor)] = tensor.detach().clone().requires_grad_()
    return known[id(tensor)]


def built(name, groups, options):
    lists = [{**own, "params": named(*rest)} for own, *rest in groups]
    return getattr(torch.optim, name)(lists, **{key: frozen(value) for key, value in options})


def named(parameters, names=None):
    return parameters if names is None else list(zip(names, parameters))


def frozen(value):
    return tuple(value) if isinstance(value, list) else value


def revived(gradient):
    if isinstance(gradient, list):
        return sparse.revived(gradient)
    return None if gradient is None else gradient.detach().clone()


def closure(optimizer, parameters, objective):
    def evaluated():
        optimizer.zero_grad()
        loss = parameters[0].new_zeros(())
        for parameter, (matrix, vector) in zip(parameters, objective):
            flat = parameter.reshape(-1)
            loss = loss + 0.5 * (matrix @ flat - vector).square().sum() + flat.cosh().log().sum()
        loss.backward()
        return loss

    return evaluated


def state_of(optimizer, dtype):
    """Names `index.entry` and values; numbers become tensors, because they are computed.

    LBFGS keeps lists whose lengths depend on its decisions: they are left out. Its step size `t` is
    an integer where it was never computed with.
    """
    entries = [
        (f"{index}.{key}", plain(value, dtype, key))
        for index, own in optimizer.state_dict()["state"].items()
        for key, value in own.items() if not isinstance(value, list)
    ]
    return [name for name, _ in entries], [value for _, value in entries]


def plain(value, dtype, key):
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    is_computed = isinstance(value, float) or key == "t"
    return torch.tensor(value, dtype=dtype) if is_computed else value
