"""Seeds derived from a name, so that any subset of the corpus holds the same numbers."""

import hashlib
import random

import numpy
import torch


def derived(seed, name):
    """A 31-bit seed for `name`: independent of what else is generated."""
    digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def seed_everything(seed, name):
    """Seeds the global generators: op_db draws from all three of them."""
    value = derived(seed, name)
    torch.manual_seed(value)
    random.seed(value)
    numpy.random.seed(value)


def generator(seed, name):
    """A private generator, for numbers that must not disturb op_db's own stream."""
    return torch.Generator().manual_seed(derived(seed, name))
