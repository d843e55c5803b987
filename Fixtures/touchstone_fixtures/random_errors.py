"""Calls of suite `rng` that PyTorch refuses."""

import torch

from . import transform_draws
from .draw import Draw
from .random_draws import blank

NAN, INF = float("nan"), float("inf")
OUTSIDE = ((-0.1,), (1.1,), (NAN,))
# Arguments of in-place methods on a float32 tensor.
FILLERS = {
    "uniform_": ((1.0, 0.0), (0.0, 1e40), (-3e38, 3e38), (NAN, 1.0)),
    "normal_": ((0.0, -1.0), (1.0, -1e-9)),
    "exponential_": ((0.0,), (-1.0,)),
    "cauchy_": ((0.0, 0.0), (0.0, -2.0)),
    "log_normal_": ((0.0, 0.0), (0.0, -1.0)),
    "geometric_": ((0.0,), (1.0,), (-0.5,), (1.5,)),
    "bernoulli_": OUTSIDE,
    "random_": ((0,), (-3,), (5, 5), (5, 2), (0, 1 << 62)),
}
BYTE_RANGES = ((0, 300), (-5, 5), (0, 257), (300, 400), (-1, None))
WEIGHTS = [0.5, 0.2, 0.3]


def of(op):
    if op.startswith("Tensor."):
        yield from fillers(op.removeprefix("Tensor."))
    else:
        yield from OTHERS.get(op, tuple)()


def fillers(name):
    for arguments in FILLERS[name]:
        yield Draw("float32", [blank((5,), "float32"), *arguments])
    if name == "random_":
        for arguments in BYTE_RANGES:
            yield Draw("uint8", [blank((5,), "uint8"), *arguments])
        yield Draw("float16", [blank((5,), "float16"), 0, 70000])
        yield Draw("bool", [blank((5,), "bool"), 0, 3])
    if name == "bernoulli_":
        yield Draw("float32", [blank((3,), "float32"), torch.tensor([0.1, 1.5, 0.2])])
        yield Draw("float32", [blank((3,), "float32"), torch.tensor([1, 0, 1])])
        yield Draw("float32", [blank((3,), "float32"), torch.rand(4)])
    yield Draw("float32", [torch.zeros(1).expand(4), *FITTING.get(name, ())])


FITTING = {"geometric_": (0.5,)}


def set_state():
    good = torch.get_rng_state()
    for bad in (good[:-1], good[:16], torch.zeros(0, dtype=torch.uint8), good.to(torch.int32)):
        yield Draw("uint8", [bad.clone()])
    yield Draw("uint8", [torch.stack([good, good], 1)[:, 0]])
    yield Draw("uint8", [torch.zeros_like(good)])
    for position, value in ((8, 0), (9, 3), (16, 255), (20, 9)):
        spoiled = good.clone()
        spoiled[position] = value
        yield Draw("uint8", [spoiled])


def normal():
    good, bad = torch.ones(3), torch.tensor([1.0, -1.0, 2.0])
    yield Draw("float32", [good, bad])
    yield Draw("float32", [0.0, bad])
    yield Draw("float32", [good, -1.0])
    yield Draw("float32", [0.0, -2.0], {"size": [3]})
    yield Draw("float32", [good, torch.ones(4)])


def randint():
    for arguments in ((0, [3]), (5, 5, [2]), (7, 2, [2]), (-4, [2]), (3, [-1])):
        yield Draw("int64", list(arguments))
    yield Draw("uint8", [0, 300, [4]], {"dtype": torch.uint8})
    yield Draw("int8", [-200, 3, [4]], {"dtype": torch.int8})


def randperm():
    yield Draw("int64", [-1])
    yield Draw("uint8", [300], {"dtype": torch.uint8})
    yield Draw("int8", [129], {"dtype": torch.int8})
    yield Draw("float16", [2050], {"dtype": torch.float16})


def bernoulli():
    x = torch.ones(4)
    for arguments in OUTSIDE:
        yield Draw("float32", [x, *arguments])
    for value in (-0.5, 1.5, NAN):
        yield Draw("float32", [x * value])
    yield Draw("int64", [torch.ones(3, dtype=torch.int64)])


def multinomial():
    good = torch.tensor(WEIGHTS)
    for samples, replacement in ((4, False), (0, False), (-1, True), (0, True)):
        yield Draw("float32", [good, samples, replacement])
    for replacement in (False, True):
        for wrong in ([-0.1, 0.5, 0.6], [0.0, 0.0, 0.0], [INF, 1.0, 1.0], [NAN, 1.0, 1.0]):
            yield Draw("float32", [torch.tensor(wrong), 2, replacement])
        yield Draw("float32", [torch.rand(2, 2, 2), 1, replacement])
        yield Draw("float32", [torch.tensor(0.5), 1, replacement])
        yield Draw("int64", [torch.tensor([1, 2, 3]), 1, replacement])
        yield Draw("float32", [torch.zeros(0), 1, replacement])


def creator():
    yield Draw("float32", [[3, -1]])
    yield Draw("int64", [[3]], {"dtype": torch.int64})
    yield Draw("bool", [[3]], {"dtype": torch.bool})


def like():
    yield Draw("int64", [torch.zeros(3, dtype=torch.int64)])
    yield Draw("bool", [torch.zeros(3)], {"dtype": torch.bool})


def randint_like():
    for arguments in ((0,), (3, 3), (4, 1)):
        yield Draw("float32", [torch.zeros(3), *arguments])
    yield Draw("uint8", [torch.zeros(3, dtype=torch.uint8), 0, 500])


def poisson():
    yield Draw("float32", [torch.tensor([1.0, -1.0])])
    yield Draw("int64", [torch.tensor([1, 2])])


def gamma():
    yield Draw("int64", [torch.tensor([1, 2])])


def dropout():
    for arguments in OUTSIDE[:2]:
        yield Draw("float32", [torch.ones(2, 3, 4), *arguments])


def feature_dropout():
    yield from dropout()
    yield Draw("float32", [torch.ones(4), 0.5])


def random_sampler():
    for arguments in ((0,), (5, 0), (5, -2), (5, 0, True)):
        yield Draw("int64", list(arguments))


def random_split():
    for count, lengths in ((10, [3, 3]), (4, [5]), (5, []), (4, [0.5, 0.4]), (4, [0.7, 0.7]),
                           (10, [1.3, -0.3]), (10, [2, -1])):
        yield Draw("int64", [count, lengths])


def weighted_random_sampler():
    weights = torch.tensor([0.5, 0.25, 2.0], dtype=torch.float64)
    for arguments in ((0,), (-1, False), (4, False)):
        yield Draw("float64", [weights, *arguments])
    yield Draw("float64", [-weights, 2])


def batch_sampler():
    for arguments in ((10, 0), (10, -3, True), (0, 2)):
        yield Draw("int64", list(arguments))


def data_loader():
    for arguments in ((10, 0), (10, -1, True), (0, 2, True)):
        yield Draw("int64", list(arguments))


def complex_normal():
    for bad in (torch.zeros(3), torch.zeros(()), torch.zeros(2, 5).t(), torch.zeros(5, 2).long(),
                torch.zeros(5, 2).bfloat16(), torch.zeros(9).as_strided((2, 2), (3, 1))):
        yield Draw("float32", [bad])
    yield Draw("float32", [torch.zeros(3, 2), 0.0, -1.0])


OTHERS = {
    "view_as_real.normal_": complex_normal,
    "set_rng_state": set_state,
    "rand": creator,
    "randn": creator,
    "rand_like": like,
    "randn_like": like,
    "randint_like": randint_like,
    "randint": randint,
    "randperm": randperm,
    "normal": normal,
    "bernoulli": bernoulli,
    "multinomial": multinomial,
    "poisson": poisson,
    "_standard_gamma": gamma,
    "dropout_noise": dropout,
    "feature_dropout_noise": feature_dropout,
    "native_dropout_mask": dropout,
    "alpha_dropout_noise": dropout,
    "feature_alpha_dropout_noise": feature_dropout,
    "random_sampler": random_sampler,
    "weighted_random_sampler": weighted_random_sampler,
    "batch_sampler": batch_sampler,
    "random_split": random_split,
    "data_loader": data_loader,
    **transform_draws.ERRORS,
}
