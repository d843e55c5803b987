"""HDF5 files: one per operation, one array per dtype, one table of cases."""

import hashlib
import os

import h5py
import numpy
import torch

from . import SCHEMA_VERSION, provenance


class Pool:
    """Concatenates spans per dtype; equal spans are stored once."""

    def __init__(self):
        self.parts = {}
        self.lengths = {}
        self._known = {}

    def add(self, dtype, values):
        """The offset at which `values` stand in the array of `dtype`."""
        key = (dtype, len(values), hashlib.blake2b(values.tobytes(), digest_size=16).digest())
        if key not in self._known:
            self._known[key] = self.lengths.get(dtype, 0)
            self.parts.setdefault(dtype, []).append(values)
            self.lengths[dtype] = self._known[key] + len(values)
        return self._known[key]

    def arrays(self):
        for dtype in sorted(self.parts):
            if self.lengths[dtype]:
                yield dtype, numpy.concatenate(self.parts[dtype])


def text(value):
    """A fixed-length string attribute: simpler to read from C than a variable one."""
    return numpy.bytes_(value.encode("utf-8"))


def write_file(path, op, cases, seed, suite="ops"):
    """Writes one operation's file: whole or not at all."""
    temporary = f"{path}.partial"
    pool = Pool()
    lines = "\n".join(case.json(pool) for case in cases) + "\n"
    try:
        with created(temporary) as file:
            write_attributes(file, suite, op, seed)
            write_data(file, pool)
            write_array(file, "cases", numpy.frombuffer(lines.encode("utf-8"), dtype=numpy.uint8))
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)


def created(path):
    """An empty file in the format of HDF5 1.10: it spends a quarter of the bytes of older ones."""
    access, creation = h5py.h5p.create(h5py.h5p.FILE_ACCESS), h5py.h5p.create(h5py.h5p.FILE_CREATE)
    access.set_libver_bounds(h5py.h5f.LIBVER_V110, h5py.h5f.LIBVER_V110)
    creation.set_attr_phase_change(32, 16)
    creation.set_obj_track_times(False)
    flags = h5py.h5f.ACC_TRUNC
    return h5py.File(h5py.h5f.create(os.fsencode(path), flags, fcpl=creation, fapl=access))


def write_attributes(file, suite, op, seed):
    strings = {
        "touchstone_schema": "touchstone-fixture",
        "suite": suite,
        "op": op,
        "torch_version": provenance.torch_version(),
        "cpu_capability": provenance.cpu_capability(),
        "generator_sha256": provenance.generator_sha256(),
    }
    for name, value in strings.items():
        file.attrs[name] = text(value)
    numbers = {"schema_version": SCHEMA_VERSION, "threads": torch.get_num_threads(), "seed": seed}
    for name, value in numbers.items():
        file.attrs[name] = numpy.int64(value)


def write_data(file, pool):
    group = created_group(file, "data")
    for dtype, values in pool.arrays():
        dataset = write_array(group, dtype, values)
        dataset.attrs["touchstone_dtype"] = text(dtype)


def created_group(file, name):
    """A group without a time stamp: equal content gives equal files."""
    creation = h5py.h5p.create(h5py.h5p.GROUP_CREATE)
    creation.set_obj_track_times(False)
    return h5py.Group(h5py.h5g.create(file.id, name.encode(), gcpl=creation))


def write_array(parent, name, values):
    """A compressed array. Shuffling groups the exponent bytes, which gzip then shrinks."""
    chunk = min(len(values), max(1, (1 << 20) // values.itemsize))
    options = {"chunks": (chunk,), "compression": "gzip", "compression_opts": 9}
    options |= {"shuffle": values.itemsize > 1, "track_times": False}
    return parent.create_dataset(name, data=values, **options)


def digest(path):
    """sha256 and size of a file."""
    with open(path, "rb") as file:
        content = file.read()
    return hashlib.sha256(content).hexdigest(), len(content)
