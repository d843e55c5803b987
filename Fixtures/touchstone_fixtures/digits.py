"""The handwritten digits that scikit-learn ships, stored once for every run that learns from them.

1,797 pictures of 8×8 pixels from 0 to 16 (Alpaydin and Kaynak, "Optical Recognition of Handwritten
Digits", UCI Machine Learning Repository, CC BY 4.0). `digits.h5` has the datasets `images` and
`labels`; an argument `{"shared": "digits/images"}` of a case stands for the first.
"""

import functools
import os

import numpy
import torch
from sklearn.datasets import load_digits

from . import store

FILE = "digits.h5"


class Shared:
    """An argument that lies in a file of its own."""

    def __init__(self, name):
        self.name = name


@functools.cache
def arrays():
    """Pictures (1797, 8, 8) and labels (1797,), uint8."""
    found = load_digits()
    return {
        "images": found.images.astype(numpy.uint8), "labels": found.target.astype(numpy.uint8),
    }


def tensor(name):
    """What `{"shared": name}` stands for."""
    return torch.from_numpy(arrays()[name.removeprefix("digits/")].copy())


def write(folder):
    path = os.path.join(folder, FILE)
    with store.created(path) as file:
        for index, (name, values) in enumerate(arrays().items()):
            dataset = file.create_dataset(
                name, data=values, chunks=values.shape, compression="gzip", compression_opts=9,
                track_times=False)
            dataset.attrs["touchstone_dtype"] = store.text("uint8")
            dataset.attrs["touchstone_index"] = numpy.int64(index)
