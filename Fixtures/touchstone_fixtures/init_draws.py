"""Which calls suite `init` holds: every initializer over the shapes of layers."""

from . import random_functions
from .draw import CROSSING, Draw
from .layouts import sliced, transposed
from .random_draws import FLOATING, blank, from_given

VECTORS = ((1,), (7,), (16,))
LINEAR = ((1, 1), (5, 3), (3, 5), (16, 17), (33, 31))
CONVOLUTIONS = (
    (4, 3, 3), (6, 1, 5),  # one dimension; groups
    (4, 3, 3, 3), (8, 1, 3, 3), (2, 4, 1, 1),  # two; depthwise; pointwise
    (2, 3, 2, 2, 2),  # three
)
EMPTY = ((0, 3), (4, 0))
GAINS = (1.0, 5 / 3, 0.5, 2**0.5)
MODES = ("fan_in", "fan_out")
NONLINEARITIES = (
    "linear", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d",
    "conv_transpose3d", "sigmoid", "tanh", "relu", "leaky_relu", "selu",
)


def of(op):
    make = OTHERS[op.removeprefix("nn.init.")]
    yield from make()
    if op in random_functions.TAKE_GENERATORS:
        yield from from_given(make())


def over_shapes(options, shapes=LINEAR + CONVOLUTIONS, floating=FLOATING):
    """Defaults over all shapes; each option on two shapes; layouts; states."""
    for dtype in floating:
        for shape in shapes:
            yield Draw(dtype, [blank(shape, dtype)])
        for option in options:
            for shape in shapes[1], shapes[3 if len(shapes) > 3 else -1]:
                yield Draw(dtype, [blank(shape, dtype)], option, "arguments")
        yield Draw(dtype, [transposed(blank((6, 5), dtype))], edge="layout")
        yield Draw(dtype, [sliced(blank((4, 5), dtype))], edge="layout")
        for words, keeps in ((0, True), (CROSSING, False)):
            yield Draw(dtype, [blank((5, 7), dtype)], {}, "state", None, words, keeps)


def kaiming():
    options = [{"mode": mode, "nonlinearity": name} for mode in MODES for name in NONLINEARITIES]
    options += [{"a": 5**0.5}, {"a": 0.2, "mode": "fan_out"}, {"a": 1.0, "nonlinearity": "relu"}]
    return over_shapes(options)


def uniform():
    options = [{"a": -0.3, "b": 0.7}, {"a": 2.0, "b": 2.0}]
    return over_shapes(options, VECTORS + LINEAR + CONVOLUTIONS)


def normal():
    return over_shapes([{"mean": 1.5, "std": 0.02}, {"std": 0.0}], VECTORS + LINEAR + CONVOLUTIONS)


def xavier():
    return over_shapes([{"gain": gain} for gain in GAINS])


def trunc_normal():
    options = [
        {"std": 0.02}, {"mean": 0.5, "std": 0.3, "a": 0.0, "b": 1.0}, {"a": -0.5, "b": 0.5},
        {"a": 0.0, "b": 0.1}, {"a": 2.0, "b": 3.0}, {"a": 1.0, "b": 9.0}, {"mean": 4.0},
        {"mean": -3.0, "std": 2.0, "a": -1.0, "b": 1.0}, {"a": -1.0, "b": -0.9},
    ]
    return over_shapes(options, VECTORS + LINEAR + CONVOLUTIONS[:4])


def over_values(name):
    """Initializers that draw nothing."""
    for dtype in FLOATING:
        for shape in EMPTY + VECTORS + LINEAR[:4] + CONVOLUTIONS:
            for extra in CONSTANTS.get(name, ((),)):
                yield Draw(dtype, [blank(shape, dtype) + 1, *extra])
        yield Draw(dtype, [transposed(blank((6, 5), dtype)), *CONSTANTS.get(name, ((),))[0]],
                   edge="layout")


CONSTANTS = {"constant_": ((0.3,), (-7,), (float("inf"),))}


def eye():
    for dtype in FLOATING:
        for shape in LINEAR[:4] + EMPTY:
            yield Draw(dtype, [blank(shape, dtype) + 1])
        yield Draw(dtype, [transposed(blank((6, 5), dtype) + 1)], edge="layout")


def dirac():
    for dtype in FLOATING:
        for shape in CONVOLUTIONS:
            yield Draw(dtype, [blank(shape, dtype) + 1])
        for shape in ((6, 2, 3), (6, 2, 3, 3), (4, 5, 2, 2), (8, 3, 2, 3, 4)):
            yield Draw(dtype, [blank(shape, dtype) + 1], {"groups": 2}, "groups")


def sparse():
    for dtype in FLOATING:
        for shape in LINEAR + ((10, 4),):
            for sparsity in (0.1, 0.5, 0.9, 0.0, 1.0):
                yield Draw(dtype, [blank(shape, dtype), sparsity])
        yield Draw(dtype, [blank((10, 4), dtype)], {"sparsity": 0.25, "std": 2.0}, "arguments")
        yield Draw(dtype, [transposed(blank((6, 5), dtype)), 0.3], edge="layout")
        yield Draw(dtype, [blank((5, 7), dtype), 0.3], {}, "state", None, CROSSING, True)


def orthogonal():
    options = [{"gain": 2.0}, {"gain": 2**0.5}]
    shapes = LINEAR + CONVOLUTIONS + ((64, 20), (20, 64))
    return over_shapes(options, shapes, ("float32", "float64"))


def gains():
    for name in NONLINEARITIES:
        yield Draw("", [name])
    for slope in (0.2, 0, 1, 5**0.5, -0.1, 3):
        yield Draw("", ["leaky_relu", slope])
    yield Draw("", ["tanh", 0.3])
    yield Draw("", ["relu", 2])


OTHERS = {
    "uniform_": uniform,
    "normal_": normal,
    "constant_": lambda: over_values("constant_"),
    "ones_": lambda: over_values("ones_"),
    "zeros_": lambda: over_values("zeros_"),
    "eye_": eye,
    "dirac_": dirac,
    "xavier_uniform_": xavier,
    "xavier_normal_": xavier,
    "kaiming_uniform_": kaiming,
    "kaiming_normal_": kaiming,
    "trunc_normal_": trunc_normal,
    "sparse_": sparse,
    "orthogonal_": orthogonal,
    "calculate_gain": gains,
}


def errors_of(op):
    name = op.removeprefix("nn.init.")
    for arguments, kwargs in ERRORS.get(name, ()):
        made = [blank(a, "float32") if isinstance(a, tuple) else a for a in arguments]
        yield Draw("float32", made, kwargs)


# Shapes stand for tensors.
FLAT = (((5,),), {})
ERRORS = {
    "uniform_": [(((3, 2), 1.0, 0.0), {})],
    "normal_": [(((3, 2), 0.0, -1.0), {})],
    "eye_": [FLAT, (((2, 2, 2),), {})],
    "dirac_": [FLAT, (((2, 2),), {}), (((5, 2, 3),), {"groups": 2})],
    "xavier_uniform_": [FLAT, (((3, 2),), {"gain": -1.0})],
    "xavier_normal_": [FLAT, (((3, 2),), {"gain": -1.0})],
    "kaiming_uniform_": [
        FLAT, (((3, 2),), {"mode": "fan_avg"}), (((3, 2),), {"nonlinearity": "gelu"}),
    ],
    "kaiming_normal_": [
        FLAT, (((3, 2),), {"mode": "fan_avg"}), (((3, 2),), {"nonlinearity": "gelu"}),
    ],
    "trunc_normal_": [(((9,),), {"std": -1.0}), (((9,),), {"a": 2.0, "b": 1.0})],
    "sparse_": [(((5,), 0.5), {}), (((2, 2, 2), 0.5), {})],
    "orthogonal_": [FLAT],
    "calculate_gain": [
        (("gelu",), {}), (("leaky_relu", "much"), {}), (("leaky_relu", True), {}),
    ],
}
