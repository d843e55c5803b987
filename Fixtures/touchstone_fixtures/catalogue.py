"""PyTorch's database of operations: names, categories, and the list that is covered."""

import functools
import pathlib
from fnmatch import fnmatchcase

from torch.testing._internal.common_methods_invocations import op_db

from . import dtypes

DEFAULT_LIST = pathlib.Path(__file__).resolve().parent.parent / "ops.txt"
CATEGORIES = ("nn.functional", "linalg", "fft", "special", "masked", "signal")


class UsageError(Exception):
    """A request that cannot be met; the command line reports it and exits with 2."""


@functools.cache
def by_name():
    """Every name of op_db with its entries (variants), in op_db's order within a name."""
    found = {}
    for info in op_db:
        found.setdefault(info.name, []).append(info)
    return dict(sorted(found.items()))


def category(name):
    for prefix in CATEGORIES:
        if name.startswith(prefix + "."):
            return prefix
    return "core"


def read_list(path):
    """Names in a list file: one a line, `#` starts a comment."""
    try:
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read the list of operations {path}: {error.strerror}") from None
    return [line.split("#")[0].strip() for line in lines if line.split("#")[0].strip()]


def selected(request):
    """Names for `--ops`: globs separated by commas, `@file`, or nothing for the default list."""
    if request is None:
        patterns = read_list(DEFAULT_LIST)
    elif request.startswith("@"):
        patterns = read_list(request[1:])
    else:
        patterns = [pattern for pattern in request.split(",") if pattern]
    names = set()
    for pattern in patterns:
        names.update(matching(pattern))
    return sorted(names)


def matching(pattern):
    names = [name for name in by_name() if name == pattern or fnmatchcase(name, pattern)]
    if not names:
        raise UsageError(f"no operation of op_db matches '{pattern}'")
    return names


def selected_dtypes(request):
    """dtype names for `--dtypes`, in the order of `dtypes.BY_NAME`."""
    if request is None:
        return list(dtypes.BY_NAME)
    wanted = request.split(",")
    unknown = [name for name in wanted if name not in dtypes.BY_NAME]
    if unknown:
        known = ", ".join(dtypes.BY_NAME)
        raise UsageError(f"unknown dtype '{unknown[0]}'; known: {known}")
    return [name for name in dtypes.BY_NAME if name in wanted]


def supported(info, backward=False):
    """Names of the fixture dtypes that an entry supports on the CPU."""
    found = info.supported_backward_dtypes("cpu") if backward else info.supported_dtypes("cpu")
    if backward and not info.supports_autograd:
        found = ()
    return [name for name, dtype in dtypes.BY_NAME.items() if dtype in found]


def differentiable(info, dtype):
    return dtype in supported(info, backward=True)


def description(name):
    """What the manifest says of a name, samples aside."""
    entries = by_name()[name]
    return {
        "category": category(name),
        "variants": [info.variant_test_name for info in entries],
        "dtypes": union(supported(info) for info in entries),
        "backward_dtypes": union(supported(info, backward=True) for info in entries),
    }


def union(lists):
    present = {name for names in lists for name in names}
    return [name for name in dtypes.BY_NAME if name in present]
