"""Tensors written into JSON itself: small ones, whose values a reader should see."""

import torch

from . import dtypes, trees


def values(tensor):
    """Elements in row-major order: numbers for integers and bools, text as `repr` for floats.

    The text of a half value is that of the same number in float64, which is exact.
    """
    flat = tensor.detach().reshape(-1)
    if flat.is_floating_point():
        return [trees.float_text(value) for value in flat.double().tolist()]
    return flat.tolist()


def encoded(tensor):
    """dtype, shape and all values."""
    return {
        "dtype": dtypes.NAMES[tensor.dtype],
        "shape": list(tensor.shape),
        "values": values(tensor),
    }


def is_arange(tensor):
    """Whether a large tensor can be named by its rule instead of its values."""
    flat = tensor.detach().reshape(-1)
    return torch.equal(flat, torch.arange(flat.numel()).to(flat.dtype))
