"""Touchstone's checkpoints in Python: reading, writing, and PyTorch's objects in them.

A file holds `/structure`, JSON that says what is where, and a dataset for every tensor. The
sections are `parts` (states by name), `epoch`, `generators` (`torch.get_rng_state()` by name) and
`values`. In JSON a float is `{"f": text}`, a dtype `{"dtype": name}`, a tensor
`{"t": path of its dataset}`, a dictionary `{"d": [[key, value], …]}`; null, booleans, integers,
texts and lists are themselves.
"""

import json
from collections import Counter, OrderedDict

import h5py
import numpy
import torch

from . import dtypes, state_files

VERSION = 1


def read(path):
    """The sections as a dictionary."""
    with h5py.File(path, "r") as file:
        kind, version = file.attrs["touchstone_format"], file.attrs["touchstone_version"]
        if kind not in ("checkpoint", b"checkpoint") or version != VERSION:
            raise ValueError(f"{path} is no checkpoint of version {VERSION}")
        return decoded(json.loads(bytes(file["structure"][()])), file)


def decoded(value, file):
    if isinstance(value, list):
        return [decoded(item, file) for item in value]
    if not isinstance(value, dict):
        return value
    [(tag, held)] = value.items()
    if tag == "d":
        return {key: decoded(item, file) for key, item in held}
    if tag == "t":
        return state_files.read_tensor(file[held])
    if tag == "c":
        return complex(float(held[0]), float(held[1]))
    return float(held) if tag == "f" else dtypes.BY_NAME[held]


def write(path, parts, epoch=None, generators=None, values=None):
    """The same for Touchstone to read; without `generators` the default one's state is written."""
    if generators is None:
        generators = {"default": torch.get_rng_state()}
    sections = {"parts": parts, "epoch": epoch, "generators": generators, "values": values or {}}
    with h5py.File(path, "w") as file:
        file.attrs["touchstone_format"] = b"checkpoint"
        file.attrs["touchstone_version"] = VERSION
        structure = json.dumps(encoded(sections, "", file)).encode()
        file.create_dataset("structure", data=numpy.frombuffer(structure, dtype="uint8"))


def encoded(value, place, file):
    if isinstance(value, torch.Tensor):
        state_files.write_tensor(file, place, value)
        return {"t": place}
    if isinstance(value, dict):
        return {"d": [
            [key, encoded(item, f"{place}/{link_name(key)}", file)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return [encoded(item, f"{place}/{index}", file) for index, item in enumerate(value)]
    if isinstance(value, float):
        return {"f": repr(value)}
    return {"dtype": dtypes.NAMES[value]} if isinstance(value, torch.dtype) else value


def link_name(key):
    """A key as a name in HDF5."""
    text = str(key).replace("%", "%25").replace("/", "%2F")
    return "%" + text if not text.strip(".") else text


def model_state(model):
    """The state dict; the layout versions of the modules are its last entry."""
    state = model.state_dict()
    versions = {path: entry["version"] for path, entry in state._metadata.items()}
    return {**state, "_metadata": versions}


def load_model(model, part):
    """Loads what `model_state`, or Touchstone, has written; strictly."""
    state = OrderedDict((name, tensor) for name, tensor in part.items() if name != "_metadata")
    versions = part.get("_metadata", {})
    state._metadata = OrderedDict((path, {"version": n}) for path, n in versions.items())
    model.load_state_dict(state, strict=True)


def scheduler_state(part):
    """The state of a schedule as PyTorch has it: milestones are counters."""
    found = dict(part)
    if isinstance(found.get("milestones"), dict):
        found["milestones"] = Counter(found["milestones"])
    if "_schedulers" in found:
        found["_schedulers"] = [scheduler_state(state) for state in found["_schedulers"]]
    return found
