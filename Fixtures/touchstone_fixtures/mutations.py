"""Ways to spoil a valid call, for operations whose error cases PyTorch's database lacks.

Each mutation yields (description, call) candidates; whether PyTorch really refuses one is for the
caller to find out.
"""

import torch

from . import evaluate, trees

OUT_OF_RANGE = (99, -99)
# Arguments that name a dimension: spoiling those gives the most telling errors.
DIM_NAMES = ("dim", "dim0", "dim1", "dim2", "axis", "dims", "source", "destination")


def candidates(call):
    """All spoiled versions of a call, the most instructive ones first."""
    numbers, tensors = (wrong_dims, wrong_numbers), (wrong_shapes, wrong_indices, wrong_dtypes)
    for mutation in (*numbers, *tensors, wrong_format):
        yield from mutation(call)


def wrong_dims(call):
    """Keyword dimensions out of range, or a dimension named twice."""
    for name, value in call.kwargs.items():
        if name in DIM_NAMES and is_integer(value):
            yield f"{name} out of range", with_kwarg(call, name, 99)
        if name in DIM_NAMES and isinstance(value, (tuple, list)) and value:
            yield f"{name} repeats", with_kwarg(call, name, type(value)((value[0], value[0])))
    if not call.kwargs and len(call.args) == 1:
        yield "dim out of range", with_kwarg(call, "dim", 99)


def wrong_numbers(call):
    """Each integer argument out of range, alone or inside a list."""
    for position, value in enumerate(call.args[1:], 1):
        for number in OUT_OF_RANGE:
            if is_integer(value):
                yield f"argument {position} is {number}", with_arg(call, position, number)
            if isinstance(value, (tuple, list)) and value and all(map(is_integer, value)):
                spoiled = type(value)((number, *value[1:]))
                yield f"argument {position} starts with {number}", with_arg(call, position, spoiled)


def wrong_shapes(call):
    """Each tensor in turn gets sizes that do not match, or another number of dimensions."""
    for tensor in distinct(call):
        grown = torch.ones([size + 3 for size in tensor.shape], dtype=tensor.dtype)
        yield "mismatched sizes", replaced(call, tensor, grown)
        if tensor.dim() >= 2:
            yield "not square", replaced(call, tensor, tensor.detach()[..., :-1])
        yield "too many dimensions", replaced(call, tensor, torch.ones([2] * 6, dtype=tensor.dtype))
        yield "one dimension", replaced(call, tensor, torch.ones(7, dtype=tensor.dtype))
        yield "no dimension", replaced(call, tensor, torch.ones((), dtype=tensor.dtype))
    if isinstance(call.args[0], list):
        yield "empty list", with_arg(call, 0, [])


def wrong_indices(call):
    """Index tensors that point outside."""
    for tensor in distinct(call):
        if tensor.dtype == torch.int64 and tensor.numel():
            yield "index out of range", replaced(call, tensor, torch.full_like(tensor, 999))


def wrong_dtypes(call):
    """Each tensor in turn in dtypes that operations tend to refuse."""
    for tensor in distinct(call):
        for dtype in (torch.float32, torch.int64, torch.bool, torch.float16):
            if dtype != tensor.dtype:
                plain = tensor.detach().to(dtype)
                yield f"a tensor is {dtype}".replace("torch.", ""), replaced(call, tensor, plain)


def wrong_format(call):
    """A memory format that needs four dimensions."""
    if call.args and isinstance(call.args[0], torch.Tensor):
        flat = replaced(call, call.args[0], torch.ones(2, 3, dtype=call.args[0].dtype))
        spoiled = with_kwarg(flat, "memory_format", torch.channels_last)
        yield "channels_last of a matrix", spoiled


def wrong_types(call):
    """Text where a tensor or number is expected: the last resort, nearly everything refuses it."""
    for position in range(len(call.args)):
        yield f"argument {position} is text", with_arg(call, position, "text")


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def distinct(call):
    return list({id(t): t for t in trees.tensors([call.args, call.kwargs])}.values())


def with_arg(call, position, value):
    args = list(call.args)
    args[position] = value
    return evaluate.Call(call.op, call.function, args, call.kwargs)


def with_kwarg(call, name, value):
    return evaluate.Call(call.op, call.function, call.args, {**call.kwargs, name: value})


def replaced(call, old, new):
    return call.mapped(lambda leaf: new if leaf is old else leaf)
