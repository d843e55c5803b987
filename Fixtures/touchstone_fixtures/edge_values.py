"""Values at the edge of a dtype, and tensors made of them."""

import itertools

import torch
from torch.testing._internal.opinfo import core

from . import evaluate, trees

INTEGERS = (torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8)
# Division by integer zero and the quotient of the smallest number by -1 are undefined, as are the
# absolute value of the smallest number in gcd and lcm and powers with negative exponents.
POSITIVE_ONLY = {
    "__rmod__", "__rpow__", "div", "floor_divide", "fmod", "gcd", "lcm", "pow", "remainder",
}
ORDINARY = (1.0, -1.5, 0.75, 2.0)
# Sums of products: where a partial sum overflows depends on the order of summation, which is
# nobody's contract. Their huge values have products and gradients that stay finite. A convolution
# of PyTorch gives NaN or infinity for max·4 − max·4 by whether both terms meet in one lane.
PRODUCTS = {
    "__rmatmul__", "addbmm", "addmm", "addmv", "addr", "baddbmm", "bmm", "cross", "dot", "einsum",
    "inner", "kron", "matmul", "mm", "mv", "outer", "tensordot", "vdot",
    *(f"nn.functional.conv{kind}{n}d" for kind in ("", "_transpose") for n in (1, 2, 3)),
    "nn.functional.bilinear", "nn.functional.linear",
}
# Those whose products are not of two factors.
FACTORS = {"nn.functional.bilinear": 3}


def classes(dtype, name):
    """(edge class, values) for a floating dtype and an operation."""
    info = torch.finfo(dtype)
    smallest, tiny, huge = info.smallest_normal * info.eps, info.smallest_normal, info.max
    if name in PRODUCTS:
        huge = huge ** (1 / FACTORS.get(name, 2)) / 32
    inf, nan = float("inf"), float("nan")
    subnormal = (smallest, -smallest, tiny * 0.25, -tiny * 0.75, tiny - smallest, tiny, -tiny)
    return [
        ("denormal", subnormal),
        ("nan", (nan, 1.0, -1.0, 0.5, 0.0)),
        ("inf", (inf, -inf, 1.0, -2.0, 0.0)),
        ("zero", (0.0, -0.0, 1.0, -1.0)),
        ("huge", (huge, -huge, huge / 2, -huge / 4, 1.0)),
        ("mixed", (nan, inf, -inf, 0.0, -0.0, smallest, -tiny, huge, -huge, *ORDINARY)),
    ]


def filled(call, values, dtype, elementwise):
    """The call with `values` in its tensors of `dtype`: all combinations when element-wise."""
    floating = [t for t in distinct(call) if t.dtype == dtype]
    if not floating:
        return None
    if elementwise:
        grids = combinations(values, len(floating), dtype)
        replacements = dict(zip(map(id, floating), grids))
    else:
        replacements = {id(t): cycled(t, values, step) for step, t in enumerate(floating)}
    for tensor in floating:
        replacements[id(tensor)].requires_grad_(tensor.requires_grad)
    return call.mapped(lambda leaf: replacements.get(id(leaf), leaf))


def distinct(call):
    return list({id(t): t for t in trees.tensors([call.args, call.kwargs])}.values())


def combinations(values, count, dtype):
    """`count` vectors that together run through all combinations of `values`."""
    rows = list(itertools.product(values, repeat=count))
    return [torch.tensor(column, dtype=dtype) for column in zip(*rows)]


def cycled(tensor, values, step):
    """A tensor of the same shape with `values` in turn; each tensor starts at another one."""
    count = tensor.numel()
    source = itertools.islice(itertools.cycle(values), step, step + count)
    return torch.tensor(list(source), dtype=tensor.dtype).reshape(tensor.shape)


def integer_extremes(info, dtype):
    """Smallest and largest integers for element-wise operations, where defined."""
    if dtype not in INTEGERS:
        return
    limits = torch.iinfo(dtype)
    values = (limits.min, limits.min + 1, limits.max - 1, limits.max, 0, 1, 2)
    if limits.min < 0:
        values += (-1,)
    if info.name in POSITIVE_ONLY:
        values = (1, 2, 3, limits.max - 1, limits.max)
    if isinstance(info, core.BinaryUfuncInfo):
        yield "extreme", evaluate.Call(info.name, info, combinations(values, 2, dtype), {})
    elif isinstance(info, core.UnaryUfuncInfo):
        tensor = torch.tensor(values, dtype=dtype)
        kwargs, _ = info.sample_kwargs("cpu", dtype, tensor)
        yield "extreme", evaluate.Call(info.name, info, [tensor], dict(kwargs))
