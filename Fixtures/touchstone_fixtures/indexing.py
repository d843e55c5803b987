"""indexing.json: reading and assigning through every kind of index, and what PyTorch refuses."""

import random

import torch

from . import errors, inline, seeds, trees

SHAPES = ((5,), (4, 6), (3, 4, 5), (2, 3, 4, 5))
RANDOM_READS = 40
RANDOM_WRITES = 24


def table(seed):
    cases = [read(f"read-{n}", *parts) for n, parts in enumerate(reads(seed))]
    cases += [write(f"write-{n}", *parts) for n, parts in enumerate(writes(seed))]
    cases += [read(f"error-{n}", *parts) for n, parts in enumerate(refused_reads())]
    cases += [write(f"refused-write-{n}", *parts) for n, parts in enumerate(refused_writes())]
    return {"schema": 1, "cases": cases}


def counting(shape):
    """The indexed tensor: its elements are their positions."""
    return torch.arange(torch.Size(shape).numel()).reshape(shape)


class Encoder:
    """Writes index tensors beside the expression that mentions them."""

    def __init__(self):
        self.tensors = []

    def __call__(self, tree):
        return trees.encode(tree, self.ref)

    def ref(self, tensor):
        self.tensors.append(inline.encoded(tensor))
        return {"t": len(self.tensors) - 1}


def start(name, kind, shape, index):
    encoder = Encoder()
    case = {"id": f"indexing/{name}", "kind": kind, "shape": list(shape), "index": encoder(index)}
    return case, encoder


def finish(case, encoder, compute):
    """Adds the result, or what PyTorch says against it."""
    case["tensors"] = encoder.tensors
    try:
        case.update(compute())
    except errors.KINDS as error:
        case["error"] = {"type": errors.kind_of(error), "message": str(error)}
    return case


def read(name, shape, index):
    """`x[index]`: result, and whether it is a view of x."""
    case, encoder = start(name, "read", shape, index)

    def compute():
        source = counting(shape)
        out = source[index]
        is_view = out.untyped_storage().data_ptr() == source.untyped_storage().data_ptr()
        place = {"strides": list(out.stride()), "offset": out.storage_offset()} if is_view else {}
        return {"out": inline.encoded(out), "view": is_view, **place}

    return finish(case, encoder, compute)


def write(name, shape, index, value):
    """`x[index] = value`: the whole tensor afterwards."""
    case, encoder = start(name, "write", shape, index)
    case["value"] = encoder(value)

    def compute():
        target = counting(shape)
        target[index] = value
        return {"out": inline.encoded(target)}

    return finish(case, encoder, compute)


def ints(*values):
    return torch.tensor(values)


def every(size, step=2):
    """A mask of every `step`-th element."""
    return torch.arange(size) % step == 0


def reads(seed):
    """Written out by hand where the rule matters, then random mixtures."""
    yield from basic()
    yield from advanced()
    yield from random_reads(seed)


SLICES = (
    slice(None), slice(1, 3), slice(None, None, 2), slice(-2, None), slice(None, -1), slice(3, 1),
    slice(1, 100), slice(-100, 2), slice(2, 2), slice(1, None, 3), slice(0, 0), slice(100, None),
)


def basic():
    """Integers, slices, None and Ellipsis: views."""
    for shape in SHAPES:
        yield shape, 0
        yield shape, -1
        yield shape, None
        yield shape, Ellipsis
        yield shape, (Ellipsis, 0)
        yield shape, (None, Ellipsis, None)
        yield shape, tuple(size - 1 for size in shape)
        yield shape, ()
    for part in SLICES:
        yield SHAPES[0], part
        yield SHAPES[1], (slice(None), part)
    yield (4, 6), (slice(None, None, 2), slice(None, None, 3))
    yield (4, 6), (1, slice(2, 5))
    yield (3, 4, 5), (slice(1, None), -1, slice(None, None, 2))
    yield (3, 4, 5), (Ellipsis, slice(1, 3), 2)
    yield (2, 3, 4, 5), (1, Ellipsis, 3)
    yield (2, 3, 4, 5), (slice(None), 1, None, slice(1, 3), Ellipsis)
    yield (3, 4, 5), (0, None, 1, None, 2)
    yield (), ()
    yield (), None
    yield (), Ellipsis
    yield (0, 3), slice(None)
    yield (3, 4, 5), True
    yield (3, 4, 5), False
    yield (3, 4, 5), (True, 1)


def advanced():
    """Integer and bool tensors: copies, placed by PyTorch's rule."""
    pair, square = ints(0, 2), ints([0, 1], [2, 0])
    yield (5,), ints(3, 0, 0, -1)
    yield (5,), [4, 1]
    yield (5,), torch.tensor(2)
    yield (5,), torch.empty(0, dtype=torch.int64)
    yield (5,), every(5)
    yield (5,), torch.zeros(5, dtype=torch.bool)
    yield (4, 6), square
    yield (4, 6), (slice(None), pair)
    yield (4, 6), (pair, ints(1, 5))
    yield (4, 6), (ints([0], [3]), ints(1, 5))
    yield (4, 6), (every(4), slice(1, 3))
    yield (4, 6), every(24).reshape(4, 6)
    yield (4, 6), (slice(None), every(6, 3))
    yield (4, 6), (every(4), every(6, 3))
    yield (3, 4, 5), (pair, slice(None), ints(1, 4))
    yield (3, 4, 5), (slice(None), pair, ints(1, 4))
    yield (3, 4, 5), (pair, ints(1, 3), slice(None))
    yield (3, 4, 5), (pair, 1)
    yield (3, 4, 5), (1, pair)
    yield (3, 4, 5), (pair, None, ints(1, 3))
    yield (3, 4, 5), (None, pair, ints(1, 3))
    yield (3, 4, 5), (Ellipsis, pair)
    yield (3, 4, 5), (0, slice(None), pair)
    yield (3, 4, 5), (slice(None), 0, pair)
    yield (3, 4, 5), every(12, 3).reshape(3, 4)
    yield (3, 4, 5), (slice(None), every(20, 3).reshape(4, 5))
    yield (3, 4, 5), (square, slice(None), 2)
    yield (2, 3, 4, 5), (ints(0, 1), slice(None), ints(1, 3))
    yield (2, 3, 4, 5), (slice(None), pair, slice(None), ints(1, 3))
    yield (2, 3, 4, 5), (slice(None), pair, ints(1, 3), slice(None))
    yield (2, 3, 4, 5), (Ellipsis, pair, slice(1, 4))
    yield (2, 3, 4, 5), (1, pair, Ellipsis, -1)
    yield (2, 3, 4, 5), (square % 2, slice(None, None, 2), ints(0, 3))
    yield (2, 3, 4, 5), (slice(None), every(12).reshape(3, 4))
    yield (4, 6), torch.tensor([0, 1], dtype=torch.int32)
    yield (4, 6), torch.tensor([0, 1, 1, 0], dtype=torch.uint8)
    yield (4, 6), torch.tensor(True)
    yield (4, 6), ([0, 1], [2, 3])


def random_index(source, shape):
    """A random mixture that fits `shape`; tensors in it share one length so that they broadcast."""
    length = source.choice((1, 3))
    parts = [random_part(source, size, length) for size in shape]
    kept = parts[: source.randint(1, len(parts))]
    if source.random() < 0.25:
        kept.insert(source.randint(0, len(kept)), None)
    if source.random() < 0.25 and len(kept) <= len(shape):
        kept.insert(len(kept), Ellipsis)
    return tuple(kept)


def random_part(source, size, length):
    kind = source.choice("iissstt")
    if kind == "i":
        return source.randrange(-size, size)
    if kind == "t":
        return torch.tensor([source.randrange(-size, size) for _ in range(length)])
    start, stop = source.randrange(-size, size), source.randrange(-size, size + 2)
    return slice(start, stop, source.choice((None, 1, 2)))


def random_reads(seed):
    source = random.Random(seeds.derived(seed, "indexing reads"))
    for shape in SHAPES[1:]:
        for _ in range(RANDOM_READS):
            yield shape, random_index(source, shape)


def writes(seed):
    """Scalars, broadcast tensors and other dtypes, through each kind of index."""
    row = torch.arange(100, 106)
    yield (5,), 2, -7
    yield (5,), slice(None, None, 2), -7
    yield (5,), slice(None), 1.75
    yield (5,), every(5), True
    yield (4, 6), 1, row
    yield (4, 6), (slice(None), 1), ints(9, 8, 7, 6)
    yield (4, 6), Ellipsis, row
    yield (4, 6), slice(1, 3), row.reshape(1, 6)
    yield (4, 6), (ints(0, 2), ints(1, 1)), ints(-1, -2)
    yield (4, 6), ints(0, 2), row
    yield (4, 6), every(24, 5).reshape(4, 6), torch.arange(5) - 50
    yield (4, 6), every(4), row.double()
    yield (3, 4, 5), (slice(None), ints(0, 2), ints(1, 1)), -3
    yield (3, 4, 5), (ints(0, 2), slice(None), ints(1, 1)), torch.arange(8).reshape(2, 4) - 20
    yield (3, 4, 5), (Ellipsis, -1), torch.arange(4) * -1
    yield (3, 4, 5), (0, None, slice(None), 2), torch.tensor(77)
    yield (3, 4, 5), None, 5
    yield (3, 4, 5), slice(2, 2), 5
    yield (2, 3, 4, 5), (1, Ellipsis, slice(None, None, 2)), torch.tensor([1, 2, 3])
    yield (), (), 9
    yield (), Ellipsis, torch.tensor(4)
    source = random.Random(seeds.derived(seed, "indexing writes"))
    for shape in SHAPES[1:]:
        for number in range(RANDOM_WRITES):
            yield shape, random_index(source, shape), -1 - number


def refused_reads():
    yield (5,), 5
    yield (5,), -6
    yield (5,), (0, 0)
    yield (5,), slice(None, None, -1)
    yield (5,), slice(None, None, 0)
    yield (5,), ints(0, 5)
    yield (5,), ints(-6)
    yield (5,), every(4)
    yield (5,), torch.tensor([0.0, 1.0])
    yield (5,), 1.5
    yield (), 0
    yield (), slice(None)
    yield (0,), 0
    yield (4, 6), (0, 6)
    yield (4, 6), (slice(None), slice(None), slice(None))
    yield (4, 6), (ints(0, 1), ints(0, 1, 2))
    yield (4, 6), every(24).reshape(6, 4)
    yield (4, 6), (every(4), every(6))
    yield (4, 6), (slice(None), ints(6))
    yield (3, 4, 5), (Ellipsis, 5)
    yield (3, 4, 5), (0, 4)
    yield (3, 4, 5), (0, 0, 0, 0)
    yield (3, 4, 5), (None, 3)
    yield (3, 4, 5), every(15).reshape(3, 5)


def refused_writes():
    yield (5,), 5, 1
    yield (5,), slice(None, None, -1), 1
    yield (4, 6), 0, ints(1, 2, 3)
    yield (4, 6), (slice(None), 1), ints(1, 2, 3)
    yield (4, 6), ints(0, 1), ints(1, 2, 3)
    yield (4, 6), every(24).reshape(4, 6), ints(1, 2, 3)
    yield (4, 6), ints(0, 4), 1
    yield (4, 6), (0, 0), ints(1, 2)
    yield (4, 6), (0, 0, 0), 1
    yield (5,), slice(0, 2), "text"
    yield (), slice(None), 1
