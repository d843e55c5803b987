"""printing.json: tensors with PyTorch's text for them."""

import torch

from . import inline, seeds

INF, NAN = float("inf"), float("nan")
LARGE = 64


def table(seed):
    cases = []
    for name, tensor, options in [*plain(seed), *with_options(seed)]:
        cases.append(case(name, tensor, options))
    return {"schema": 1, "cases": cases}


def case(name, tensor, options):
    """One tensor with its text; options are those given to torch.set_printoptions."""
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**options)
    try:
        text = repr(tensor)
    finally:
        torch.set_printoptions(profile="default", sci_mode=None)
    return {
        "id": f"printing/{name}",
        "tensor": described(tensor),
        "requires_grad": tensor.requires_grad,
        "options": options,
        "repr": text,
    }


def described(tensor):
    """All values, or the rule for a large counting tensor."""
    if tensor.numel() > LARGE and inline.is_arange(tensor):
        return {**inline.encoded(tensor[:0]), "shape": list(tensor.shape), "values": "arange"}
    return inline.encoded(tensor)


def numbered(prefix, tensors, options=None):
    for index, tensor in enumerate(tensors):
        yield f"{prefix}-{index}", tensor, options or {}


def plain(seed):
    """Everything under default options."""
    yield from numbered("float", floats())
    yield from numbered("special", specials())
    yield from numbered("half", [x.to(d) for x in floats()[:8] for d in HALVES])
    yield from numbered("double", [x.double() for x in floats()[:8]])
    yield from numbered("integer", integers())
    yield from numbered("bool", bools())
    yield from numbered("empty", empties())
    yield from numbered("large", larges())
    yield from numbered("random", randoms(seed))
    yield from numbered("grad", [torch.ones(2, requires_grad=True), leaf(2.5), leaf([[1e-6, 1e6]])])


HALVES = (torch.float16, torch.bfloat16)


def leaf(values):
    return torch.tensor(values, requires_grad=True)


def floats():
    rows = [
        [1.0, 2.0, 3.0], [0.1, 0.25, 100.0], [1.5, -2.5], [0.0, -0.0], [1e-3, 1.0],
        [1e-5, 1.0], [1234.5678, 0.1], [65504.0, 1.0], [99999.0, 0.5], [1e5, 1.0], [1e8, 1.0],
        [1e8, 2e8], [123456789.0], [1e10], [1e-10, 1e10], [0.00001], [1e-4], [9.9999e-5],
        [1 / 3, 2 / 3], [1e7, 1e7 + 1], [-1e-8, 3.0], [100000.5], [1e38, 1e-38], [1e-45],
        [999.99996, 0.00004], [0.99999], [0.999999999], [12345.0, 2.0], [1000.0, 1.0001],
    ]
    nested = [[[1.0, 2.0], [3.0, 4.0]], [[[1.5]], [[-2.25]]], [[0.001, 1000.0], [-1.0, 10.0]]]
    return [torch.tensor(row) for row in [*rows, *nested, 3.0, 2.5, 1e-7, -1e20]]


def specials():
    rows = [
        [NAN], [INF], [-INF], [NAN, 1.0], [INF, 1.5], [-INF, INF, NAN], [NAN, 1e10], [1e-7, INF],
        [1.0, NAN, 2.0], [INF, 100000.0, 1.0], [[NAN, 1.0], [2.5, -INF]],
    ]
    return [torch.tensor(row) for row in rows] + [torch.tensor(NAN), torch.tensor(-INF)]


def integers():
    wide = [[1, 10, 100], [-1, 0, 1], [-128, 127], [123456789, 1], [-5]]
    found = [torch.tensor(row) for row in [*wide, 7, [[1, -20], [300, 4]]]]
    found += [torch.tensor([1, -2, 100], dtype=d) for d in (torch.int8, torch.int16, torch.int32)]
    found += [torch.tensor([0, 255], dtype=torch.uint8), torch.tensor(200, dtype=torch.uint8)]
    limits = [torch.tensor([torch.iinfo(d).min, torch.iinfo(d).max], dtype=d) for d in WIDE]
    return found + limits


WIDE = (torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8)


def bools():
    return [torch.tensor(x) for x in (True, [True, False], [[False], [True]], [[True, True]])]


def empties():
    shapes = [(0,), (0, 3), (3, 0), (2, 0, 4), (1, 0)]
    others = (torch.int64, torch.bool, torch.float16, torch.int32)
    found = [torch.empty(shape) for shape in shapes]
    return found + [torch.empty(0, dtype=dtype) for dtype in others]


def larges():
    """Above a thousand elements: summarised."""
    counting = torch.arange(1001)
    shapes = [(1200,), (40, 30), (10, 11, 12), (7, 200), (200, 7), (2, 3, 4, 50)]
    found = [counting, counting.float(), torch.arange(1000), torch.arange(1000).float()]
    for shape in shapes:
        size = torch.Size(shape).numel()
        found += [torch.arange(size).reshape(shape), torch.arange(size).double().reshape(shape)]
    return found


def randoms(seed):
    """Ordinary contents in ordinary shapes."""
    source = seeds.generator(seed, "printing")
    shapes = [(4,), (3, 5), (2, 3, 4), (12,), (5, 5), (20,), (2, 25), (2, 2, 2, 2)]
    found = [torch.randn(shape, generator=source) for shape in shapes]
    found += [torch.randn(6, generator=source) * 10.0**power for power in (-6, -3, 3, 6)]
    return found + [torch.randint(-1000, 1000, (5, 7), generator=source)]


OPTIONS = (
    {"precision": 2}, {"precision": 8}, {"precision": 0}, {"threshold": 5},
    {"threshold": 5, "edgeitems": 1},
    {"edgeitems": 2, "threshold": 10}, {"linewidth": 40}, {"linewidth": 200}, {"sci_mode": True},
    {"sci_mode": False}, {"sci_mode": True, "precision": 2}, {"profile": "short"},
    {"profile": "full"},
)


def with_options(seed):
    """A few tensors under each set of options."""
    source = seeds.generator(seed, "printing options")
    subjects = [
        torch.randn(4, 6, generator=source), torch.arange(12), torch.tensor([1e-8, 123456.0, INF]),
        torch.arange(30.0).reshape(5, 6),
    ]
    for number, options in enumerate(OPTIONS):
        yield from numbered(f"options-{number}", subjects, options)
