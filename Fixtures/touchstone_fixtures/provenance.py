"""Who wrote a fixture: versions, instruction set and the generator's own hash."""

import functools
import hashlib
import pathlib

import torch

FOLDER = pathlib.Path(__file__).resolve().parent.parent


def torch_version():
    """The release; the build suffix (+cpu, +cu132) does not change CPU results."""
    return torch.__version__.split("+")[0]


def cpu_capability():
    return torch.backends.cpu.get_cpu_capability()


@functools.cache
def generator_sha256():
    """Hash of the generator's sources in a fixed order."""
    sources = [FOLDER / "generate.py", *sorted((FOLDER / "touchstone_fixtures").glob("*.py"))]
    total = hashlib.sha256()
    for source in sources:
        total.update(source.name.encode() + b"\0" + source.read_bytes())
    return total.hexdigest()
