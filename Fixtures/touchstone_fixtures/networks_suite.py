"""Suite `networks`: default weights, outputs, gradients and buffers of small whole networks.

Cases have the form of suite `modules` (`module_call.py`), with `networks.<class>` as the name.
"""

import os
import warnings

from . import dtypes, modules_suite, networks, ops_suite, seeds, store
from .module_sample import Sample

DTYPES = ("float32", "float64")


def generate(dtype_names, out, seed, report):
    """Writes the file of each network."""
    os.makedirs(os.path.join(out, "networks"), exist_ok=True)
    names = [f"networks.{name}" for name in networks.BY_NAME]
    report.class_names["networks"] = {name: description() for name in names}
    for position, name in enumerate(names, 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cases = cases_of(name, dtype_names, seed, report)
        relative = f"networks/{name.removeprefix('networks.')}.h5"
        store.write_file(os.path.join(out, relative), name, cases, seed, "networks")
        report.add_file(out, relative, len(cases), "networks")
        ops_suite.progress(position, len(names), name, len(cases), 0)


def cases_of(name, dtype_names, seed, report):
    found = []
    for dtype in DTYPES:
        if dtype in dtype_names:
            found += called(name, dtype, seed, report)
    if "float32" in dtype_names:
        modules_suite.construction_case(
            found, name, Sample([], [], None, []), [], seed, "networks")
    return found


def called(name, dtype, seed, report):
    """One batch in training and one in evaluation."""
    scope = report.class_scope(name, dtype, 2, "networks")
    found = []
    for index, training in enumerate((True, False)):
        sample = Sample([], [], inputs(name, dtype, seed), [], training)
        call = modules_suite.prepared(name, sample, dtype, seed, index)
        found.append(
            modules_suite.one(name, sample, dtype, index, call, seed, scope, "networks"))
    return [case for case in found if case]


def inputs(name, dtype, seed):
    """A batch; pictures require gradients, tokens cannot."""
    source = seeds.generator(seed, f"{name}/{dtype}/inputs")
    make = networks.ALL[networks.BY_NAME[name.removeprefix("networks.")]]
    batch = make(dtypes.BY_NAME[dtype], source)
    return [t.requires_grad_() if t.is_floating_point() else t for t in batch]


def description():
    """What the manifest says of a network."""
    return {
        "category": "networks", "variants": [""], "dtypes": list(DTYPES),
        "backward_dtypes": list(DTYPES),
    }
