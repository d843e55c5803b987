"""Calls of the functions that read, set and restore the default generator's state."""

import torch

from . import seeds
from .draw import CROSSING, Draw, prepare


def manual_seeds(seed):
    values = [0, 1, 42, -1, -2, -(1 << 31), -(1 << 32) - 7, -(1 << 63), (1 << 32) - 1, 1 << 32]
    values += [(1 << 32) + 5, (1 << 63) - 1, seeds.derived(seed, "a"), seeds.derived(seed, "b")]
    for value in values:
        yield Draw("", [value], keeps_normal=True)


def saved_states(seed):
    kinds = ("a", 0, False), ("b", 100, False), ("c", 624, True), ("d", 1300, True)
    for name, words, keeps in kinds:
        prepare(torch.default_generator, seeds.derived(seed, name), words, keeps)
        yield Draw("uint8", [torch.get_rng_state()])


def read_states(seed):
    for words, keeps in ((0, False), (5, True), (624, False)):
        yield Draw("uint8", [], words=words, keeps_normal=keeps)


def initial_seeds(seed):
    for value in (0, 42, (1 << 32) + 5, (1 << 63) - 1, seeds.derived(seed, "c")):
        yield Draw("", [], seed=value)


def forks(seed):
    for inside, outside in (([3], [3]), ([20], [20]), ([700], [5])):
        for words, keeps in ((0, False), (CROSSING, True)):
            yield Draw("float32", [inside, outside], words=words, keeps_normal=keeps)


BY_NAME = {
    "manual_seed": manual_seeds,
    "initial_seed": initial_seeds,
    "fork_rng": forks,
    "set_rng_state": saved_states,
    "get_rng_state": read_states,
}
