"""Nested arguments: walking, copying, and the JSON encoding of README.md."""

import math

import torch

from . import dtypes


class NotEncodable(Exception):
    """The value cannot be written; the message becomes the reason in `left_out`."""


MEMORY_FORMATS = {
    torch.contiguous_format: "contiguous",
    torch.channels_last: "channels_last",
    torch.channels_last_3d: "channels_last_3d",
    torch.preserve_format: "preserve",
}


def mapped(tree, leaf):
    """The same nesting with `leaf` applied to everything that is not a container."""
    if isinstance(tree, slice):
        return slice(mapped(tree.start, leaf), mapped(tree.stop, leaf), mapped(tree.step, leaf))
    if isinstance(tree, list):
        return [mapped(item, leaf) for item in tree]
    if isinstance(tree, tuple) and not isinstance(tree, torch.Size):
        items = [mapped(item, leaf) for item in tree]
        return tuple(items)
    if isinstance(tree, dict):
        return {key: mapped(item, leaf) for key, item in tree.items()}
    return leaf(tree)


def leaves(tree):
    """Everything in `tree` that is not a container, in order."""
    found = []
    mapped(tree, found.append)
    return found


def tensors(tree):
    return [leaf for leaf in leaves(tree) if isinstance(leaf, torch.Tensor)]


def float_text(value):
    if math.isnan(value):
        return "nan"
    return repr(float(value))


def encode_scalar(value):
    """A Python number, string, dtype or similar; raises NotEncodable for anything else."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return {"f": float_text(value)}
    if isinstance(value, complex):
        return {"c": [float_text(value.real), float_text(value.imag)]}
    return encode_torch_object(value)


def encode_torch_object(value):
    if isinstance(value, torch.dtype):
        if value not in dtypes.NAMES:
            raise NotEncodable(f"dtype {value} is out of scope")
        return {"dtype": dtypes.NAMES[value]}
    if isinstance(value, torch.device):
        return {"device": str(value)}
    if isinstance(value, torch.layout):
        return {"layout": str(value).removeprefix("torch.")}
    if isinstance(value, torch.memory_format):
        return {"memory_format": MEMORY_FORMATS[value]}
    if value is Ellipsis:
        return {"ellipsis": True}
    raise NotEncodable(f"argument of type {type(value).__name__}")


def encode(tree, tensor_ref):
    """JSON for `tree`; `tensor_ref` turns a tensor into its reference."""
    if isinstance(tree, torch.Tensor):
        return tensor_ref(tree)
    if isinstance(tree, slice):
        return {"slice": [encode(part, tensor_ref) for part in (tree.start, tree.stop, tree.step)]}
    if isinstance(tree, tuple):
        return {"tuple": [encode(item, tensor_ref) for item in tree]}
    if isinstance(tree, list):
        return [encode(item, tensor_ref) for item in tree]
    if isinstance(tree, torch.Generator):
        return {"generator": tensor_ref(tree.get_state())}
    return encode_scalar(tree)


def encode_kwargs(kwargs, tensor_ref):
    """Keyword arguments; a device given by name is written as a device."""
    encoded = {}
    for name, value in kwargs.items():
        if name == "device" and isinstance(value, str):
            value = torch.device(value)
        encoded[name] = encode(value, tensor_ref)
    return encoded
