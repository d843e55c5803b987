"""How many steps of a line search or of a converging iteration PyTorch itself reproduces.

LBFGS decides by differences of nearly equal numbers: once the objective has converged, one rounding
error of an input changes how often it evaluates the objective and where it ends. Such steps are no
reference, and cases end before them.

Muon rounds products to bfloat16: where an exact sum is so close to a tie that float32's rounding
errors decide, results are those of one order of summation.
"""

import contextlib

import torch
import torch.optim._muon as muon_module

from . import optimizer_call

DRAWS = 4
# Runs from inputs moved by one rounding error, against float64, relative to the run from the inputs
# themselves: no more than the harness allows any other implementation.
SPREAD = 2.0
# float64 has no wider truth: there movements may take a third of the digits.
WIDE_SPREAD = 2.0 ** -35


def reproducible(name, arguments):
    """The arguments of the leading steps that are a reference, None without any; what is left out."""
    rule = {"LBFGS": stable_steps, "Muon": unambiguous_steps}.get(name)
    if rule is None or len(arguments) > 5:
        return arguments, None
    steps = len(arguments[2])
    count = rule(name, arguments, steps)
    if count == steps:
        return arguments, None
    note = f"after {count} steps PyTorch's results depend on one rounding"
    return (with_steps(arguments, count) if count else None), note


def stable_steps(name, arguments, steps):
    """The number of leading steps whose decisions and results stand against rounding errors."""
    count = steps
    leaves = 1 + sum(len(parameters) for _, parameters, *_ in arguments[0])
    while count > 0:
        try:
            first = first_difference(name, with_steps(arguments, count))
        except ZeroDivisionError:  # a search narrowed its bracket to nothing, for some rounding
            first = leaves * (count - 1)
        if first is None:
            return count
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


# Rounding errors of short float32 sums, relative to the sum of the terms' magnitudes.
SUM_ERROR = 2.0 ** -22


def unambiguous_steps(name, arguments, steps):
    """The number of leading steps whose bfloat16 products do not depend on the order of sums."""
    known = optimizer_call.run(name, *with_steps(arguments, steps))
    found = len(known)
    for share in (-SUM_ERROR, 0.0, SUM_ERROR):
        with products_moved_by(share):
            other = optimizer_call.run(name, *with_steps(arguments, steps))
        differing = [i for i, (a, b) in enumerate(zip(known, other)) if not same(a, b)]
        found = min([found, *differing])
    leaves = sum(len(parameters) for _, parameters, *_ in arguments[0])
    return steps if found == len(known) else min(found // leaves, steps)


def same(one, other):
    if not isinstance(one, torch.Tensor):
        return one == other
    return torch.equal(one.nan_to_num(0.5), other.nan_to_num(0.5))


@contextlib.contextmanager
def products_moved_by(share):
    """Muon's iteration with exact sums that move by `share` of their terms before they round."""

    def rounded(total, magnitudes):
        return (total + share * magnitudes).to(torch.bfloat16)

    def product(a, b, c=None, alpha=1.0, beta=0.0):
        a, b = a.double(), b.double()
        c = torch.zeros(()) if c is None else c.double()
        terms = abs(beta) * c.abs() + abs(alpha) * (a.abs() @ b.abs())
        return rounded(beta * c + alpha * (a @ b), terms)

    def iteration(grad, coefficients, steps, eps):
        is_tall = grad.size(0) > grad.size(1)
        x = grad.to(torch.bfloat16)
        x = x.T if is_tall else x
        norm = x.double().norm()
        x = x / rounded(norm, norm).clamp(min=eps)
        for _ in range(steps):
            gram = product(x, x.T)
            polynomial = product(gram, gram, gram, coefficients[2], coefficients[1])
            x = product(polynomial, x, x, beta=coefficients[0])
        return x.T if is_tall else x

    original = muon_module._zeropower_via_newtonschulz
    muon_module._zeropower_via_newtonschulz = iteration
    try:
        yield
    finally:
        muon_module._zeropower_via_newtonschulz = original
