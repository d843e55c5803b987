"""Edge cases that op_db lacks: special values, odd layouts, empty and 0-d tensors, extremes.

Element-wise operations and reductions get them systematically; every other operation gets its
smallest samples transformed. What PyTorch refuses is no edge case (errors.py has those).
"""

import warnings

from torch.testing._internal.opinfo import core

from . import build, catalogue, dtypes, edge_values, evaluate, layouts, samples, trees
from .case import Case
from .errors import KINDS, UNCHECKED

# Elements of the largest tensor of a call to start from; the second range where the first is empty.
BASE_SIZES = ((2, 400), (1, 10_000))
# NaN or infinity in a matrix makes a factorisation stop or wander; they are no contract.
FACTORISING = {
    "cholesky_inverse", "cholesky_solve", "geqrf", "logdet", "lu", "lu_solve", "lu_unpack",
    "matrix_exp", "ormqr", "pinverse", "svd", "triangular_solve", "norm", "corrcoef",
}
# Converting NaN or infinity to an integer is undefined, so is their place in a histogram or grid;
# searching needs sorted boundaries.
NO_SPECIAL_VALUES = {
    "byte", "char", "short", "int", "long", "to", "histc", "histogram", "histogramdd",
    "grid_sampler_2d", "grid_sampler_3d", "bucketize", "searchsorted",
}


# float64 edges on which PyTorch contradicts itself or the mathematics; no wider truth decides there.
VECTOR = "PyTorch's vector kernel gives NaN or another sign where its scalar kernel is right"
UNDERFLOW = "PyTorch's gradient multiplies before it divides and underflows to zero"
NAN_SLOPE = "PyTorch's vector kernel and its scalar kernel give different gradients for NaN"
FUSED_NAN = "PyTorch's fused gradient gives NaN to keys that no query may attend to"
# Edges of every dtype where PyTorch's kernel, not its mathematics, decides what becomes NaN.
ARTEFACTS = {
    ("nn.functional.scaled_dot_product_attention", edge): FUSED_NAN
    for edge in ("nan", "inf", "mixed")
}
UNSETTLED = {
    ("fmod", "mixed"): VECTOR,
    ("remainder", "mixed"): VECTOR,
    ("__rmod__", "mixed"): VECTOR,
    ("logit", "mixed"): VECTOR,
    ("hypot", "denormal"): UNDERFLOW,
    ("hypot", "mixed"): UNDERFLOW,
    **{(f"nn.functional.{name}", "mixed"): NAN_SLOPE for name in
       ("celu", "elu", "selu", "hardshrink", "hardtanh", "relu6", "softshrink")},
    ("igamma", "denormal"): "PyTorch gives 0 for a subnormal a, where the limit is 1",
}

# The keyword that asks for a sparse gradient.
SPARSE_KEYWORDS = {
    "gather": "sparse_grad", "nn.functional.embedding": "sparse",
    "nn.functional.embedding_bag": "sparse",
}

# Losses of an empty batch, which PyTorch leaves as the memory was.
UNINITIALISED = {
    ("nn.functional.multi_margin_loss", "empty"), ("nn.functional.multilabel_margin_loss", "empty"),
}


def cases(info, dtype_names, seed, report):
    """All edge cases of an entry."""
    found = []
    if info.name in samples.RANDOM:
        return found
    for dtype in dtype_names:
        if dtype not in catalogue.supported(info):
            continue
        numbers = {}
        for edge, call in calls(info, dtype, seed):
            case = new_case(info, dtype, edge, numbers.get(edge, 0))
            if (info.name, edge) in UNINITIALISED:
                report.leave_out(case.id, "PyTorch does not initialise the result")
            elif (info.name, edge) in ARTEFACTS:
                report.leave_out(case.id, ARTEFACTS[info.name, edge])
            elif dtype == "float64" and (info.name, edge) in UNSETTLED:
                report.leave_out(case.id, UNSETTLED[info.name, edge])
            elif accepted(case, call, seed, report, is_elementwise(info)):
                numbers[edge] = numbers.get(edge, 0) + 1
                found.append(case)
    return found


def new_case(info, dtype, edge, number):
    index = f"edge-{edge}-{number}"
    return Case(info.name, info.variant_test_name, dtype, "edge", index, edge)


def accepted(case, call, seed, report, elementwise):
    """Whether PyTorch computes the case; a failing gradient leaves a note."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notes = build.fill(case, call, seed, elementwise)
    except build.Unsettled as reason:
        report.leave_out(case.id, str(reason))
        return False
    except (trees.NotEncodable, AssertionError, AttributeError, *KINDS):
        return False
    for note in notes:
        report.leave_out(case.id, note)
    return True


def calls(info, dtype, seed):
    """(edge class, call) for one dtype."""
    if not dtypes.BY_NAME[dtype].is_floating_point:
        yield from edge_values.integer_extremes(info, dtypes.BY_NAME[dtype])
        return
    yield from with_sparse_gradients(info, dtype, seed)
    bases = base_calls(info, dtype, seed)
    if not (info.name in NO_SPECIAL_VALUES or is_factorising(info.name)):
        yield from valued(info, bases, dtypes.BY_NAME[dtype], seed)
    if dtype == "float32" or (dtype == "float64" and is_systematic(info)):
        for call in bases:
            yield from layouts.variants(call, info.name in UNCHECKED, is_factorising(info.name))


def with_sparse_gradients(info, dtype, seed):
    """op_db's small samples, asking for a sparse gradient, which op_db never does."""
    keyword = SPARSE_KEYWORDS.get(info.name)
    if keyword is None:
        return
    for drawn in samples.drawn(info, dtype, seed):
        call = evaluate.call_of(info, drawn)
        if call.input_bytes < 4096:
            call.kwargs[keyword] = True
            yield "sparse", call


def valued(info, bases, dtype, seed):
    """Special values; the half types only go forward, mixed where not element by element."""
    elementwise = is_elementwise(info)
    for edge, values in edge_values.classes(dtype, info.name):
        if dtype in dtypes.HALF and edge != "mixed" and not elementwise:
            continue
        for call in bases[:1]:
            spoiled = edge_values.filled(call, values, dtype, elementwise)
            if spoiled is not None:
                yield edge, without_gradients(spoiled) if dtype in dtypes.HALF else spoiled


def without_gradients(call):
    return call.mapped(lambda leaf: leaf.detach() if evaluate.is_tensor(leaf) else leaf)


def is_elementwise(info):
    return isinstance(info, (core.UnaryUfuncInfo, core.BinaryUfuncInfo))


def is_systematic(info):
    return isinstance(info, (core.UnaryUfuncInfo, core.BinaryUfuncInfo, core.ReductionOpInfo))


def is_factorising(name):
    return name.startswith("linalg.") or name in FACTORISING


def base_calls(info, dtype, seed):
    """Small valid calls to start from: two of them where arguments differ."""
    drawn = [evaluate.call_of(info, sample) for sample in samples.drawn(info, dtype, seed)]
    if isinstance(info, (core.UnaryUfuncInfo, core.ReductionOpInfo)):
        drawn = [shrunk(call) for call in drawn]
    for sizes in BASE_SIZES:
        usable = [call for call in drawn if is_usable(call, dtypes.BY_NAME[dtype], sizes)]
        if usable:
            usable.sort(key=lambda call: call.input_bytes)
            return distinct_arguments(usable)[:2]
    return []


def shrunk(call):
    """A 3 by 4 corner of a single large input."""
    tensor = call.args[0]
    if tensor.dim() == 2 and tensor.shape[0] >= 3 and tensor.shape[1] >= 4:
        corner = tensor.detach()[:3, :4].clone().requires_grad_(tensor.requires_grad)
        return call.mapped(lambda leaf: corner if leaf is tensor else leaf)
    return call


def is_usable(call, dtype, sizes):
    found = [t for t in trees.tensors([call.args, call.kwargs]) if t.dtype == dtype]
    return bool(found) and sizes[0] <= max(t.numel() for t in found) <= sizes[1]


def distinct_arguments(usable):
    """The first call of each form: same keywords, same ranks."""
    forms = {}
    for call in usable:
        ranks = tuple(t.dim() for t in trees.tensors([call.args, call.kwargs]))
        forms.setdefault((tuple(sorted(call.kwargs)), max(ranks) > 1), call)
    return list(forms.values())
