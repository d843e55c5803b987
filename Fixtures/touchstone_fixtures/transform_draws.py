"""Calls of the draws of torchvision's transforms and of Python's generator."""

from .draw import CROSSING, Draw

SCALES = ([0.08, 1.0], [0.5, 1.0], [0.9, 1.0])
RATIOS = ([3 / 4, 4 / 3], [0.1, 8.0], [1.0, 1.0])
SIZES = ((40, 56), (56, 40), (7, 7), (224, 160))
# The second makes most boxes too large, the third all.
ERASED = ([0.02, 0.33], [0.3, 1.0], [1.0, 1.0])
PROBABILITIES = (0.5, 0.0, 1.0, 0.1, 0.9)
PYTHON_SEEDS = (0, 1, 42, (1 << 32) - 1, 1 << 32, (1 << 40) + 3, (1 << 62) + 12345, -7)


def calls(*argument_lists, repeats=3, dtype=""):
    """Each call from several places of one stream, of which files hold one block of words."""

    def draws(seed):
        for position, arguments in enumerate(argument_lists):
            for number in range(repeats):
                yield Draw(dtype, list(arguments), words=(position * repeats + number) * 7 % 574)
            yield Draw(dtype, list(arguments), edge="crossing", words=CROSSING - position % 14)

    return draws


def erasings():
    values = (None, [0.0], [0.5, -1.0, 2.0])
    return [
        (3, *size, scale, ratio, value)
        for size in SIZES[:3]
        for scale in ERASED
        for ratio, value in zip(([0.3, 3.3], [1.0, 1.0], [0.3, 3.3]), values)
    ]


AFFINES = [
    ([-30.0, 30.0], None, None, None, [56, 40]),
    ([0.0, 0.0], [0.1, 0.3], None, None, [56, 40]),
    ([-180.0, 180.0], [0.5, 0.0], [0.8, 1.2], [-10.0, 10.0], [56, 40]),
    ([10.0, 20.0], [1.0, 1.0], [0.5, 0.5], [-5.0, 5.0, -20.0, 0.5], [31, 33]),
    ([-3.5, 3.5], None, [0.9, 2.0], [0.0, 0.0, -8.0, 8.0], [224, 224]),
]
JITTERS = [
    ([0.5, 1.5], [0.2, 1.8], [0.0, 2.0], [-0.1, 0.1]),
    (None, None, None, None),
    ([0.9, 1.1], None, [0.5, 1.5], None),
    (None, [0.3, 0.4], None, [-0.5, 0.5]),
]
CROPS_V2 = [
    (40, 56, [32, 30]), (40, 56, [40, 30]), (40, 56, [32, 56]), (40, 56, [40, 56]),
    (40, 56, [40, 56], 4), (32, 32, [32, 32], [2, 3]), (32, 32, [30, 34], [1, 2, 3, 4]),
    (20, 24, [32, 32], None, True), (20, 40, [32, 32], [1, 1], True),
]
PERSPECTIVES = [(56, 40, 0.5), (40, 56, 1.0), (57, 41, 0.0), (224, 224, 0.3), (3, 2, 0.9)]
WEIGHTS = [(5, None), (3, [0.2, 0.5, 0.3]), (4, [1, 0, 3, 0]), (1, None), (2, [0.1, 1e-3])]

BY_NAME = {
    "transforms.RandomCrop": calls(
        (40, 56, [32, 30]), (40, 56, [40, 56]), (40, 56, [40, 10]), (40, 56, [1, 1])),
    "transforms.v2.RandomCrop": calls(*CROPS_V2),
    "transforms.RandomResizedCrop": calls(
        *((*size, scale, ratio) for size in SIZES for scale in SCALES for ratio in RATIOS),
        # Nothing fits: the centre, wide, tall and whole.
        (10, 400, [0.9, 1.0], [0.75, 1.25]), (400, 10, [0.9, 1.0], [0.75, 1.25]),
        (20, 20, [4.0, 5.0], [0.5, 2.0])),
    "transforms.RandomErasing": calls(*erasings(), repeats=2),
    "transforms.RandomErasing.forward": calls(
        *((3, 16, 20, p, [0.02, 0.33], [0.3, 3.3], [0.5]) for p in PROBABILITIES),
        (2, 16, 20, 0.6, [0.02, 0.33], [0.3, 3.3])),
    "transforms.RandomAffine": calls(*AFFINES),
    "transforms.RandomRotation": calls(([-30.0, 30.0],), ([5.0, 5.0],), ([0.1, 359.3],)),
    "transforms.GaussianBlur": calls((0.1, 2.0), (1.5, 1.5)),
    "transforms.ColorJitter": calls(*JITTERS),
    "transforms.RandomPerspective": calls(*PERSPECTIVES),
    "transforms.RandomPerspective.forward": calls(
        *((56, 40, 0.5, p) for p in PROBABILITIES)),
    "transforms.RandomHorizontalFlip": calls(*((p,) for p in PROBABILITIES)),
    "transforms.RandomApply": calls(*((p,) for p in PROBABILITIES)),
    "transforms.v2.RandomApply": calls(*((p,) for p in PROBABILITIES)),
    "transforms.RandomOrder": calls(
        *((count, seed) for count in (0, 1, 2, 6, 33) for seed in PYTHON_SEEDS[:6]), repeats=1),
    "transforms.RandomChoice": calls(
        *((*pair, seed, 20) for pair in WEIGHTS for seed in PYTHON_SEEDS[:4]), repeats=1),
    "transforms.v2.RandomOrder": calls((1,), (2,), (6,), (40,)),
    "transforms.v2.RandomChoice": calls(*WEIGHTS, repeats=8),
    "random.random": calls(
        *((seed, 10) for seed in PYTHON_SEEDS), (3, 700), repeats=1, dtype="float64"),
    "random.getrandbits": calls(
        *((seed, bits, 5) for seed in PYTHON_SEEDS[2:4] for bits in (0, 1, 7, 31, 32, 33, 48, 63)),
        repeats=1, dtype="int64"),
    "random.shuffle": calls(
        *((seed, count) for seed in PYTHON_SEEDS for count in (0, 1, 2, 40)), repeats=1, dtype="int64"),
}


def refused(*argument_lists):
    def draws():
        for arguments in argument_lists:
            yield Draw("", list(arguments))

    return draws


ERRORS = {
    "transforms.RandomCrop": refused((40, 56, [41, 10]), (40, 56, [10, 57])),
    "transforms.v2.RandomCrop": refused((40, 56, [41, 10]), (40, 56, [60, 10], 3)),
    "transforms.RandomResizedCrop": refused(
        (40, 56, [1.0, 0.5], [0.75, 1.25]), (40, 56, [0.5, 1.0], [2.0, 1.0]),
        (40, 56, [-1.0, -0.5], [0.75, 1.25])),
    "transforms.RandomErasing": refused((3, 16, 20, [0.5, 0.1], [0.3, 3.3], [0.5])),
    "transforms.RandomErasing.forward": refused(
        (3, 16, 20, 1.0, [0.02, 0.33], [0.3, 3.3], [0.5, 0.5])),
    "transforms.RandomAffine": refused(([30.0, -30.0], None, None, None, [56, 40])),
    "transforms.RandomPerspective": refused((56, 40, -1.0)),
    "transforms.RandomChoice": refused(
        (3, [0.5, 0.5], 0, 1), (2, [0.0, 0.0], 0, 1), (2, [float("inf"), 1.0], 0, 1), (0, None, 0, 1)),
    "transforms.v2.RandomOrder": refused((0,)),
    "transforms.v2.RandomChoice": refused((0,), (3, [0.5, 0.5]), (2, [-1.0, 3.0])),
    "random.getrandbits": refused((0, -1, 1)),
}
