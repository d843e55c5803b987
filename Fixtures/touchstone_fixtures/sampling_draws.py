"""Calls of the orders of `torch.utils.data`."""

import torch

from . import seeds
from .draw import CROSSING, Draw


def samplers(*argument_lists):
    def draws(seed):
        for arguments in argument_lists:
            yield Draw("int64", list(arguments))
            yield Draw("int64", list(arguments), edge="crossing", words=CROSSING)

    return draws


def weighted(seed):
    generator = seeds.generator(seed, "rng/weighted")
    for count, samples in ((1, 1), (4, 8), (10, 10), (50, 7)):
        weights = torch.rand(count, dtype=torch.float64, generator=generator)
        yield Draw("float64", [weights, samples])
        yield Draw("float64", [weights, min(samples, count), False])
        yield Draw("float64", [weights, samples, True], edge="crossing", words=CROSSING)


BY_NAME = {
    "random_sampler": samplers((1,), (10,), (100,), (1000,), (10, 4), (10, 25), (10, 20),
                               (10, 5, True), (7, 32, True), (9, 33, True), (50, 100, True)),
    "subset_random_sampler": samplers(([],), ([3],), ([4, 9, 1, 7],), (list(range(5, 45)),)),
    "weighted_random_sampler": weighted,
    "batch_sampler": samplers((10, 5), (10, 4), (10, 4, True), (3, 7), (3, 7, True), (40, 1)),
    "random_split": samplers((10, [7, 3]), (5, [5]), (100, [50, 30, 20]), (6, [0, 6]), (0, []),
                             (5, [1]), (1, [1]), (10, [12, -2]), (11, [0.25, 0.25, 0.5]),
                             (10, [0.1] * 10), (7, [1.0, 0.0]), (100, [0.7, 0.2, 0.1]),
                             (2, [0.3, 0.3, 0.4])),
    "data_loader": samplers((6,), (10, 4), (10, 4, False, True), (10, 4, True), (12, 4, True),
                            (10, 4, True, True), (10, 3, True, False, 3), (9, 3, False, False, 2),
                            (0, 2), (7, 10, True, True, 2)),
    "worker_seeds": samplers((1,), (3,)),
}
