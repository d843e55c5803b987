"""Which calls suite `rng` holds: every distribution, dtype, size around the block boundaries,
layout, and the edges of its arguments."""

import torch

from . import (
    dtypes, layouts, random_functions, sampling_draws, seeds, state_draws, transform_draws,
)
from .draw import CROSSING, Draw

SIZES = ((0,), (1,), (7,), (8,), (15,), (16,), (17,), (31,), (32,), (33,), (2, 3, 5))
LARGE = (1000,)
LARGE_DTYPES = ("float32", "float64")
FLOATING = ("float32", "float64", "float16", "bfloat16")
ALL = tuple(dtypes.BY_NAME)
INTEGERS = ("int8", "int16", "int32", "int64", "uint8")


def sizes(dtype):
    """The multi-block size stands last: equal states lie side by side and compress."""
    return SIZES + ((LARGE,) if dtype in LARGE_DTYPES else ((65,),))


def blank(shape, dtype):
    return torch.zeros(shape, dtype=dtypes.BY_NAME[dtype])


def odd_layouts(dtype, make=blank):
    """Tensors that are not contiguous, on both sides of sixteen elements."""
    yield layouts.transposed(make((5, 7), dtype))
    yield layouts.transposed(make((3, 4), dtype))
    yield layouts.sliced(make((4, 9), dtype))
    yield layouts.sliced(make((17,), dtype))
    yield make((2, 3, 4, 5), dtype).contiguous(memory_format=torch.channels_last)
    yield make((3, 4, 5), dtype).permute(2, 0, 1)


def states(dtype, call):
    """The same call from other states: a kept normal, the end of a block, seeds of all signs."""
    yield Draw(dtype, call(), edge="cached", keeps_normal=True)
    yield Draw(dtype, call(), edge="crossing", words=CROSSING)
    if dtype == "float32":
        for seed in (0, -1, -(1 << 40), (1 << 32) + 5, (1 << 63) - 1):
            yield Draw(dtype, call(), edge="seed", seed=seed)


def of(op, seed):
    """The draws of `op`; those of an unsupported dtype fail, and the caller notes it."""
    yield from from_default(op, seed)
    if op in random_functions.TAKE_GENERATORS:
        yield from from_given(from_default(op, seed))


GIVEN = ((0, False), (CROSSING, True), (5, True))


def from_given(draws):
    """Some draws of each dtype again, from given generators in different states."""
    plain = {}
    for draw in draws:
        if not draw.edge:
            plain.setdefault(draw.dtype, []).append(draw)
    for dtype, same in plain.items():
        for number, given in enumerate(GIVEN):
            draw = same[len(same) * (number + 1) // len(GIVEN) - 1]
            yield Draw(dtype, draw.args, dict(draw.kwargs), "generator", given=given)


def from_default(op, seed):
    if op.startswith("Tensor."):
        yield from fillers(op.removeprefix("Tensor."))
    else:
        yield from OTHERS[op](seed)


# In-place methods: which dtypes, and arguments beside the defaults, for a few dtypes each.

FILLERS = {
    "uniform_": (ALL, [(-3.0, 5.0), (2.5, 2.5), (0.1, 0.7), (-1e4, 1e4), (0.0, 1e-7), (-2, 3)]),
    "normal_": (ALL, [(0.0, 0.0), (10.0, 0.1), (-3.5, 7.25), (0.0, 1e-6), (1e4, 3.0), (2, 3)]),
    "exponential_": (ALL, [(0.5,), (3.7,), (1e-3,), (100.0,), (float("inf"),)]),
    "cauchy_": (ALL, [(3.0, 0.5), (-1.0, 7.5), (0.0, 1e-4)]),
    "log_normal_": (ALL, [(0.0, 0.25), (-2.0, 1.5), (1.0, 0.01)]),
    "geometric_": (ALL, [(0.9,), (0.01,), (0.25,), (0.999,)]),
}
NEEDED = {"geometric_": (0.5,)}
RANGES = [
    (10,), (1,), (2, 9), (-5, 6), (0, 128), ((1 << 28) - 1,), (1 << 28,), (0, (1 << 28) + 1),
    (-(1 << 27), 1 << 27), (1 << 32,), (-(1 << 40), 1 << 41), (-(1 << 63), None), (0, None),
    (5, None), (-(1 << 63), (1 << 63) - 1), (-128, 127), (100, 101), (0, 2049), (1, 2),
]
PROBABILITIES = [(0.0,), (1.0,), (0.3,), (0.999,), (1e-9,)]


def fillers(name):
    if name == "random_":
        return with_arguments(name, ALL, [], RANGES, ALL)
    if name == "bernoulli_":
        return bernoulli_in_place()
    supported, options = FILLERS[name]
    wide = ALL if name == "geometric_" else FLOATING
    return with_arguments(name, supported, list(NEEDED.get(name, ())), options, wide)


def with_arguments(name, supported, needed, options, option_dtypes):
    for dtype in supported:
        for option in options if dtype in option_dtypes else ():
            for shape in ((9,), (19,)):
                yield Draw(dtype, [blank(shape, dtype), *option], edge="arguments")
        for tensor in odd_layouts(dtype):
            yield Draw(dtype, [tensor, *needed], edge="layout")
        if dtype in FLOATING + ("int64",):
            yield from states(dtype, lambda: [blank((21,), dtype), *needed])
        for shape in sizes(dtype):
            yield Draw(dtype, [blank(shape, dtype), *needed])


def bernoulli_in_place():
    yield from with_arguments("bernoulli_", ALL, [], PROBABILITIES, ALL)
    generator = seeds.generator(0, "bernoulli_")
    for dtype in ALL:
        for wide in (torch.float32, torch.float64, torch.bfloat16):
            p = torch.rand((4, 5), generator=generator).to(wide)
            yield Draw(dtype, [blank((4, 5), dtype), p], edge="tensor")
            yield Draw(dtype, [blank((3, 4, 5), dtype), p], edge="tensor")
            yield Draw(dtype, [layouts.transposed(blank((4, 5), dtype)), p], edge="tensor")


# Functions that make tensors.


def creator(supported, options=()):
    def draws(seed):
        for dtype in supported:
            kwargs = {"dtype": dtypes.BY_NAME[dtype]}
            for words, keeps in ((0, True), (CROSSING, False)):
                yield Draw(dtype, [[21]], kwargs, "state", words=words, keeps_normal=keeps)
            for shape in sizes(dtype):
                yield Draw(dtype, [list(shape)], kwargs)
        yield Draw("float32", [[3, 2]], {}, "default")

    return draws


def randint(seed):
    bounds = [(10,), (-3, 4), (0, 100), (1, 2)]
    wide = [((1 << 28) - 1,), (1 << 28,), (-(1 << 28), 5), (1 << 33,), (-(1 << 62), 1 << 62)]
    for dtype in ALL:
        kwargs = {"dtype": dtypes.BY_NAME[dtype]}
        wide_ones = wide if dtype in ("int64", "float64", "float32") else wide[:3]
        for bound in bounds + (wide_ones if dtype in LARGE_DTYPES + ("int64", "int32") else []):
            yield Draw(dtype, [*bound, [19]], kwargs, "arguments")
        for shape in sizes(dtype):
            yield Draw(dtype, [0, 2, list(shape)], kwargs)
    yield Draw("int64", [0, 7, [4, 4]], {}, "default")
    yield Draw("int64", [1 << 40, [11]], {}, "default")


def randperm(seed):
    for dtype in ALL:
        kwargs = {"dtype": dtypes.BY_NAME[dtype]}
        yield Draw(dtype, [21], kwargs, "state", words=CROSSING)
        for n in (0, 1, 2, 7, 16, 17, 33, 100) + ((1000,) if dtype == "int64" else ()):
            yield Draw(dtype, [n], kwargs)
    yield Draw("int64", [30], {}, "default")


def normal(seed):
    generator = seeds.generator(seed, "rng/normal")
    for dtype in FLOATING:
        for shape in ((1,), (15,), (16,), (17,), (33,), (3, 7)):
            mean, std = values(shape, dtype, generator), values(shape, dtype, generator).abs()
            yield from normal_forms(dtype, mean, std)
        mean, std = values((4, 6), dtype, generator), values((6, 4), dtype, generator).abs()
        yield from normal_forms(dtype, mean, std.mT, "layout")
        yield Draw(dtype, [values((3, 1), dtype, generator), values((7,), dtype, generator).abs()],
                   edge="broadcast")
        yield Draw(dtype, [mean], edge="default")
        for shape in sizes(dtype):
            kwargs = {"size": list(shape), "dtype": dtypes.BY_NAME[dtype]}
            yield Draw(dtype, [1.5, 0.25], kwargs)
    mean, std = values((8,), "float32", generator), values((8,), "float64", generator).abs()
    yield Draw("float32", [mean, std], edge="mixed")


def normal_forms(dtype, mean, std, edge="forms"):
    yield Draw(dtype, [mean, std], edge=edge)
    yield Draw(dtype, [mean, 2.5], edge=edge)
    yield Draw(dtype, [-0.75, std], edge=edge)


def values(shape, dtype, generator):
    return torch.randn(shape, dtype=torch.float64, generator=generator).to(dtypes.BY_NAME[dtype])


def like(*arguments):
    def draws(seed):
        for dtype in ALL:
            for tensor in odd_layouts(dtype):
                yield Draw(dtype, [tensor, *arguments], edge="layout")
            yield Draw(dtype, [blank((5, 4), dtype), *arguments],
                       {"dtype": torch.float64}, "dtype")
            contiguous = {"memory_format": torch.contiguous_format}
            yield Draw(dtype, [layouts.transposed(blank((5, 7), dtype)), *arguments], contiguous,
                       "layout")
            for shape in sizes(dtype):
                yield Draw(dtype, [blank(shape, dtype), *arguments])

    return draws


def complex_creator(seed):
    """Seven and eight pairs lie on both sides of sixteen numbers."""
    for dtype in LARGE_DTYPES:
        for shape in ((0,), (1,), (7,), (8,), (9,), (3, 5), (500,)):
            yield Draw(dtype, [list(shape)], {"dtype": dtypes.BY_NAME[dtype]})
        for words, keeps in ((0, True), (CROSSING, False)):
            yield Draw(dtype, [[21]], {"dtype": dtypes.BY_NAME[dtype]}, "state", None, words, keeps)


def complex_normal(seed):
    for dtype in LARGE_DTYPES:
        for shape in ((0,), (1,), (7,), (8,), (4, 5)):
            for option in ((), (0.5, 2.0), (-3.0, 0.0), (10.0, 0.1)):
                yield Draw(dtype, [blank((*shape, 2), dtype), *option])
        for tensor in odd_layouts(dtype):
            pairs = torch.zeros(*tensor.shape, 2, dtype=tensor.dtype)
            laid = pairs.as_strided(pairs.shape, (*(2 * s for s in dense(tensor)), 1))
            yield Draw(dtype, [laid, 0.5, 2.0], edge="layout")


def dense(tensor):
    """Strides without gaps in the order of the tensor's."""
    return torch.empty_like(tensor).stride()


# Functions of tensors.


def mapped(scale, supported=FLOATING, options=((),), shapes=None, signed=False, strided=None):
    """Calls on numbers in [0, scale), or around 0; each of `options` is a list of arguments.

    Own `shapes` come without other layouts unless `strided` asks for them.
    """

    def draws(seed):
        generator = seeds.generator(seed, f"rng/mapped/{scale}/{options}")

        def make(shape, dtype):
            numbers = torch.rand(shape, dtype=torch.float64, generator=generator)
            numbers = numbers * scale - (scale / 2 if signed else 0)
            return numbers.to(dtypes.BY_NAME[dtype])

        for dtype in supported:
            for option in options:
                yield Draw(dtype, [make((4, 5), dtype), *option], edge="arguments")
            for tensor in odd_layouts(dtype, make) if strided or shapes is None else ():
                yield Draw(dtype, [tensor, *options[0]], edge="layout")
            for words, keeps in ((0, True), (CROSSING, False)):
                tensor = make((3, 7), dtype)
                yield Draw(dtype, [tensor, *options[0]], {}, "state", None, words, keeps)
            for shape in shapes or sizes(dtype):
                yield Draw(dtype, [make(shape, dtype), *options[0]])

    return draws


def poisson(seed):
    for scale in (3, 40, 2000):
        yield from mapped(scale, shapes=((0,), (1,), (17,), (9, 10)))(seed)
    for dtype in FLOATING:
        exact = torch.tensor([0, 1, 9.99, 10, 10.01, 100, 1000], dtype=dtypes.BY_NAME[dtype])
        yield Draw(dtype, [exact], edge="exact")


def gamma(seed):
    for scale in (1, 8, 500):
        yield from mapped(scale, shapes=((0,), (1,), (17,), (9, 10)))(seed)


def multinomial(seed):
    generator = seeds.generator(seed, "rng/multinomial")
    shapes = ((1,), 1), ((7,), 3), ((16,), 16), ((3, 9), 4), ((5, 33), 20), ((100,), 50)
    for dtype in FLOATING:
        for shape, count in shapes:
            weights = torch.rand(shape, dtype=torch.float64, generator=generator)
            weights = weights.to(dtypes.BY_NAME[dtype])
            for samples in sorted({1, count}):
                for replacement in (False, True):
                    yield Draw(dtype, [weights, samples, replacement])
        sparse = torch.tensor([0, 3, 0, 0.5, 2, 0], dtype=dtypes.BY_NAME[dtype])
        for arguments in ((3,), (1,), (12, True)):
            yield Draw(dtype, [sparse, *arguments], edge="zeros")
        table = torch.rand((6, 4), generator=generator).to(dtypes.BY_NAME[dtype]).mT
        for arguments in ((3,), (1,), (9, True)):
            yield Draw(dtype, [table, *arguments], edge="layout")


def dropouts(probabilities, shapes=None, strided=None):
    options = [(p,) for p in probabilities]
    return mapped(2, FLOATING, options, shapes, signed=True, strided=strided)


def layer_dropouts(shapes=None):
    """With p, training; at both ends of p and in evaluation nothing is drawn."""
    options = [(0.5, True), (0.2, True), (0.0, True), (1.0, True), (0.5, False)]
    return mapped(2, FLOATING, options, shapes, signed=True)


IMAGES = ((0, 3, 2), (2, 3), (2, 3, 4), (5, 7, 2, 2), (33, 4, 3))
OTHERS = {
    **state_draws.BY_NAME,
    **sampling_draws.BY_NAME,
    **transform_draws.BY_NAME,
    "rand": creator(ALL),
    "randn": creator(ALL),
    "view_as_real.rand": complex_creator,
    "view_as_real.randn": complex_creator,
    "view_as_real.normal_": complex_normal,
    "randint": randint,
    "randperm": randperm,
    "normal": normal,
    "rand_like": like(),
    "randn_like": like(),
    "randint_like": like(0, 2),
    "bernoulli": mapped(1, ALL, [(), (0.3,), (0.0,), (1.0,)]),
    "multinomial": multinomial,
    "poisson": poisson,
    "_standard_gamma": gamma,
    "dropout_noise": dropouts((0.5, 0.1, 0.9)),
    "feature_dropout_noise": dropouts((0.5, 0.2), IMAGES),
    "alpha_dropout_noise": dropouts((0.5, 0.1, 0.9)),
    "feature_alpha_dropout_noise": dropouts((0.5, 0.2), IMAGES),
    "nn.functional.dropout": layer_dropouts(),
    "nn.functional.dropout1d": layer_dropouts(((0, 3, 2), (2, 3), (2, 3, 4))),
    "nn.functional.dropout2d": layer_dropouts(IMAGES),
    "nn.functional.dropout3d": layer_dropouts(((2, 3, 2, 2), (2, 5, 2, 1, 3), (33, 4, 1, 1, 2))),
    "nn.functional.alpha_dropout": layer_dropouts(),
    "nn.functional.feature_alpha_dropout": layer_dropouts(IMAGES),
    # Not for empty inputs, where PyTorch's mask has the input's dtype.
    "native_dropout_mask": dropouts((0.5, 0.1, 0.9, 0.0, 1.0), SIZES[1:] + (LARGE,), True),
    "rrelu_noise": mapped(2, FLOATING, [(), (0.1, 0.9), (0.25, 0.25)], signed=True),
    "gumbel_noise": mapped(2, FLOATING),
}
