"""State dicts in the HDF5 files that Touchstone reads and writes."""

import h5py
import torch

from . import dtypes


def read_state(path):
    """A state dict, in its order."""
    with h5py.File(path, "r") as file:
        names = sorted(file, key=lambda name: file[name].attrs["touchstone_index"])
        return {name: read_tensor(file[name]) for name in names}


def write_state(path, state):
    """The same for Touchstone to read."""
    with h5py.File(path, "w") as file:
        for index, (name, tensor) in enumerate(state.items()):
            write_tensor(file, name, tensor).attrs["touchstone_index"] = index


def read_tensor(dataset):
    """bfloat16 is stored as its bits, bool as bytes."""
    name = dataset.attrs["touchstone_dtype"]
    dtype = dtypes.BY_NAME[name if isinstance(name, str) else name.decode()]
    if dtype == torch.bfloat16:
        return torch.from_numpy(dataset[()].view("int16")).view(dtype)
    return torch.as_tensor(dataset[()]).to(dtype)


def write_tensor(file, name, tensor):
    """The new dataset."""
    values = dtypes.to_numpy(tensor.detach().contiguous().flatten())
    dataset = file.create_dataset(name, data=values.reshape(tensor.shape))
    dataset.attrs["touchstone_dtype"] = dtypes.NAMES[tensor.dtype].encode()
    return dataset
