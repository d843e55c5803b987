"""How many steps of a line search or of a converging iteration PyTorch itself reproduces.

LBFGS decides by differences of nearly equal numbers: once the objective has converged, one rounding
error of an input changes how often it evaluates the objective and where it ends. Such steps are no
reference, and cases end before them.
"""

import torch

from . import optimizer_call

DRAWS = 4
# Runs from inputs moved by one rounding error, against float64, relative to the run from the inputs
# themselves: typical movements differ by small factors, decisions by powers of ten.
SPREAD = 4.0
# float64 has no wider truth: there movements may take a third of the digits.
WIDE_SPREAD = 2.0 ** -35


def stable_steps(name, arguments, steps):
    """The number of leading steps whose decisions and results stand against rounding errors."""
    count = steps
    while count > 0:
        first = first_difference(name, with_steps(arguments, count))
        if first is None:
            return count
        leaves = 1 + sum(len(parameters) for _, parameters, *_ in arguments[0])
        count = min(count - 1, first // leaves)
    return 0


def with_steps(arguments, count):
    """The same with `count` steps, of which all results are kept."""
    return [*arguments[:5], count, None]


def first_difference(name, arguments):
    """The first leaf that is no reference."""
    try:
        truth = optimizer_call.run(name, *mapped(arguments, torch.Tensor.double))
        plain = optimizer_call.run(name, *arguments)
        moved = [optimizer_call.run(name, *mapped(arguments, nudge(d))) for d in range(DRAWS)]
    except RuntimeError:  # a step that PyTorch itself refuses is left to the caller
        return None
    for index, (wide, own, *others) in enumerate(zip(truth, plain, *moved)):
        if not all(leaf_agrees(wide, own, other) for other in (own, *others)):
            return index
    return None


def leaf_agrees(truth, plain, other):
    if not isinstance(truth, torch.Tensor):
        return truth == other
    if not torch.equal(truth.isfinite(), other.isfinite()):
        return False
    if plain.dtype == torch.float64:
        return error(truth, other) <= WIDE_SPREAD * magnitude(truth)
    own = error(truth, plain) + 4 * torch.finfo(plain.dtype).eps * magnitude(truth)
    return error(truth, other) <= SPREAD * own


def error(truth, other):
    return magnitude(other.double() - truth)


def magnitude(tensor):
    return tensor.abs()[tensor.isfinite()].max().item() if tensor.isfinite().any() else 0.0


def nudge(draw):
    """Moves every number by up to one rounding error."""
    source = torch.Generator().manual_seed(draw)

    def moved(tensor):
        share = torch.rand(tensor.shape, generator=source, dtype=torch.float64) * 2 - 1
        return (tensor.double() * (1 + share * torch.finfo(tensor.dtype).eps)).to(tensor.dtype)

    return moved


def mapped(value, change):
    """`value` with every floating tensor changed."""
    if isinstance(value, torch.Tensor):
        return change(value) if value.is_floating_point() else value
    return [mapped(item, change) for item in value] if isinstance(value, list) else value
