"""Orders in which `torch.utils.data` visits data, and the seeds of its workers, as tensors."""

import random

import numpy
import torch
from torch.utils import data


def tensor(positions):
    return torch.tensor(positions, dtype=torch.int64)


def random_sampler(count, num_samples=None, replacement=False, generator=None):
    """The order of `RandomSampler`."""
    return tensor(list(data.RandomSampler(range(count), replacement, num_samples, generator)))


def subset_random_sampler(indices, generator=None):
    """The order of `SubsetRandomSampler`."""
    return tensor(list(data.SubsetRandomSampler(indices, generator)))


def weighted_random_sampler(weights, num_samples, replacement=True, generator=None):
    """The order of `WeightedRandomSampler`."""
    return tensor(list(data.WeightedRandomSampler(weights, num_samples, replacement, generator)))


def batch_sampler(count, batch_size, drop_last=False, generator=None):
    """The batches of `BatchSampler` over a `RandomSampler`."""
    order = data.RandomSampler(range(count), generator=generator)
    return [tensor(batch) for batch in data.BatchSampler(order, batch_size, drop_last)]


def random_split(count, lengths, generator=torch.default_generator):
    """The positions of each part."""
    parts = data.random_split(range(count), lengths, generator)
    return [tensor(part.indices) for part in parts]


class Drawing(data.Dataset):
    """Examples that draw a number when they are loaded, as random transforms do."""

    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        return [index, torch.randint(1000, (1,)).item()]


def data_loader(count, batch_size=1, shuffle=False, drop_last=False, passes=1, generator=None):
    """The batches of all passes of a `DataLoader` in this process: position and drawn number."""
    loader = data.DataLoader(
        Drawing(count), batch_size, shuffle, drop_last=drop_last, collate_fn=tensor,
        generator=generator)
    return [batch for _ in range(passes) for batch in loader]


class Seeds(data.Dataset):
    """One example for each worker: the seeds that it finds itself with."""

    def __init__(self, workers):
        self.workers = workers

    def __len__(self):
        return self.workers

    def __getitem__(self, index):
        info = data.get_worker_info()
        words = data._utils.worker._generate_state(info.seed - info.id, info.id)
        assert info.id == index and random.getstate() == random.Random(info.seed).getstate()
        ours, theirs = numpy.random.get_state(), numpy.random.RandomState(words).get_state()
        assert (ours[1] == theirs[1]).all() and ours[2:] == theirs[2:]
        return [torch.initial_seed(), info.seed, *words]


def worker_seeds(workers, generator=None):
    """For each worker process the seed of torch, that of Python's `random`, and numpy's words."""
    loader = data.DataLoader(
        Seeds(workers), batch_size=None, num_workers=workers, generator=generator)
    return torch.stack([tensor(seeds) for seeds in loader])


BY_NAME = {
    function.__name__: function
    for function in (random_sampler, subset_random_sampler, weighted_random_sampler, batch_sampler,
                     random_split, data_loader, worker_seeds)
}
