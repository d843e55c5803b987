"""Reads fixture files back: what the Swift harness does, in Python, to check the writer."""

import json

import h5py
import numpy
import torch

from . import (
    catalogue, dtypes, evaluate, modules_suite, optimizers_suite, schedulers_suite, sparse,
)


CLASS_CALLS = {
    "modules": modules_suite.call_with, "networks": modules_suite.call_with,
    "optimizers": optimizers_suite.call_of, "schedulers": schedulers_suite.call_of,
}


class Unreadable(Exception):
    """A file that is missing, damaged or of another kind."""


class File:
    """One operation's file: its cases and the tensors they refer to."""

    def __init__(self, path):
        try:
            with h5py.File(path, "r") as file:
                self.attributes = {name: plain(value) for name, value in file.attrs.items()}
                self.arrays = {name: data[:] for name, data in file["data"].items()}
                lines = bytes(file["cases"][:]).decode("utf-8")
        except (OSError, KeyError) as error:
            raise Unreadable(f"{path}: {error}") from None
        self.cases = [json.loads(line) for line in lines.splitlines()]

    def tensors(self, case):
        found = []
        for entry in case["tensors"]:
            tensor = self.tensor(entry)
            found.append(found[entry[7]].double() + tensor if len(entry) > 7 else tensor)
        return found

    def tensor(self, entry):
        dtype, offset, length, shape, strides, storage_offset, requires_grad = entry[:7]
        values = self.arrays.get(dtype, numpy.zeros(0, "uint8"))[offset : offset + length]
        flat = from_numpy(numpy.ascontiguousarray(values), dtype)
        tensor = flat.as_strided(shape, strides, storage_offset if length else 0)
        return tensor.requires_grad_(bool(requires_grad))


def plain(value):
    return value.decode("utf-8") if isinstance(value, bytes) else int(value)


def from_numpy(values, dtype):
    if len(values) == 0:
        return torch.zeros(0, dtype=dtypes.BY_NAME[dtype])
    if dtype == "bfloat16":
        return torch.from_numpy(values.view("int16").copy()).view(torch.bfloat16)
    if dtype == "bool":
        return torch.from_numpy(values.copy()).view(torch.bool)
    return torch.from_numpy(values.copy())


def decoded(value, tensors):
    """The Python value of an encoded argument."""
    if isinstance(value, list):
        return [decoded(item, tensors) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "t":
        return tensors[content]
    if kind == "tuple":
        return tuple(decoded(item, tensors) for item in content)
    if kind == "slice":
        return slice(*(decoded(part, tensors) for part in content))
    if kind == "generator":
        return torch.Generator().set_state(decoded(content, tensors))
    return decoded_atom(kind, content)


def decoded_atom(kind, content):
    if kind == "f":
        return float(content)
    if kind == "c":
        return complex(float(content[0]), float(content[1]))
    if kind == "ellipsis":
        return Ellipsis
    if kind == "device":
        return torch.device(content)
    if kind == "memory_format":
        return torch.preserve_format if content == "preserve" else getattr(torch, formats(content))
    return getattr(torch, content)


def formats(name):
    return "contiguous_format" if name == "contiguous" else name


def call_of(case, tensors):
    """The call that a case describes."""
    suite = case["id"].split("/")[0]
    if suite in CLASS_CALLS:
        return CLASS_CALLS[suite](case["op"], decoded(case["args"], tensors))
    entries = catalogue.by_name()[case["op"]]
    info = next(info for info in entries if info.variant_test_name == case["variant"])
    kwargs = {name: decoded(value, tensors) for name, value in case["kwargs"].items()}
    return evaluate.Call(case["op"], info, decoded(case["args"], tensors), kwargs)


def rerun(case, tensors):
    """Output leaves and gradients of a case, computed again."""
    call = call_of(case, tensors)
    outcome = evaluate.forward(call, case["process"])
    weights = [decoded(ref, tensors) for ref in case["cot"]]
    evaluate.backward(call.op, outcome, evaluate.needing_gradient(call), weights)
    return outcome


def expected(case, tensors):
    """Output leaves and gradients as written."""
    leaves = case["out"] if isinstance(case["out"], list) else [case["out"]]
    gradients = [decoded(ref, tensors) for ref in case["grad"]]
    gradients = [sparse.revived(g) if isinstance(g, list) else g for g in gradients]
    return decoded(leaves, tensors), gradients
