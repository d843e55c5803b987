"""The dtypes a fixture may hold and how each is stored."""

import torch

BY_NAME = {
    "float32": torch.float32,
    "float64": torch.float64,
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "int8": torch.int8,
    "int16": torch.int16,
    "int32": torch.int32,
    "int64": torch.int64,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
NAMES = {dtype: name for name, dtype in BY_NAME.items()}
HALF = (torch.float16, torch.bfloat16)


def is_floating(dtype):
    return dtype.is_floating_point


def widened(dtype):
    """The dtype of the float64 truth run: floating becomes float64, the rest stays."""
    return torch.float64 if dtype.is_floating_point else dtype


def to_numpy(flat):
    """A 1-D tensor as the array that HDF5 stores: bfloat16 as its bits, bool as bytes."""
    if flat.dtype == torch.bfloat16:
        return flat.view(torch.int16).numpy().view("uint16")
    if flat.dtype == torch.bool:
        return flat.view(torch.uint8).numpy()
    return flat.numpy()
