"""Error cases: op_db's own, and ours for the operations that have none."""

import re

import torch

from . import budget, build, catalogue, evaluate, mutations, samples, seeds, trees
from .case import Case

KINDS = (RuntimeError, IndexError, TypeError, ValueError, NotImplementedError)
NAMES = {kind.__name__ for kind in KINDS}
OWN_CASES = 3
MESSAGE_LENGTH = 500
# Messages about internals or about Python's own calling convention teach a library nothing.
UNHELPFUL = (
    "internal assert", "please report", "unexpected keyword argument", "invalid combination",
    "<lambda>", "positional argument", "multiple values for argument", "no signature found",
    "smallvector", "std::vector", "tensoraccessor", "arrayref", "wrapper ", "declaration:",
    "overflow", "unknown keyword", "\n",
)
# These trust their callers: spoiled sizes would make PyTorch write outside its memory.
UNCHECKED = {
    "native_batch_norm", "native_group_norm", "native_layer_norm", "native_dropout_backward",
    "_native_batch_norm_legit", "_batch_norm_with_update", "nn.functional.pdist",
    "max_pool2d_with_indices_backward", "grid_sampler_2d", "grid_sampler_3d", "_chunk_cat",
}


def cases(info, seed, report):
    """op_db's error inputs, then spoiled samples where those are missing."""
    found = from_database(info, seed, report)
    if not found and catalogue.supported(info):
        found = of_our_own(info, seed)
    if not found:
        report.leave_out(new_case(info, 0).id, "PyTorch refuses nothing we tried")
    return found


def from_database(info, seed, report):
    if info.error_inputs_func is None:
        return []
    found = []
    for index, item in enumerate(drawn(info, seed)):
        case = new_case(info, index)
        call = evaluate.call_of(info, item.sample_input)
        reason = fill(case, call, item.error_regex)
        if reason:
            report.leave_out(case.id, reason)
        else:
            found.append(case)
    return found


def drawn(info, seed):
    """op_db's error inputs; many are uninitialised, which this mode fills."""
    seeds.seed_everything(seed, f"errors/{info.name}/{info.variant_test_name}")
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        return list(info.error_inputs("cpu"))
    finally:
        torch.use_deterministic_algorithms(False)


def of_our_own(info, seed):
    """At most three calls that PyTorch refuses, of different kinds; text for tensors if need be."""
    calls = [evaluate.call_of(info, sample) for sample in small_samples(info, seed)]
    found, messages = [], set()
    first = mutations.wrong_dtypes if info.name in UNCHECKED else mutations.candidates
    for mutate in (first, mutations.wrong_types):
        for call in calls:
            collect(info, mutate(call), mutate is mutations.wrong_types, found, messages)
        if found:
            break
    return found


def collect(info, spoiled, is_static, found, messages):
    """Adds the candidates that fail with a message not seen yet."""
    for _, call in spoiled:
        if len(found) == (1 if is_static else OWN_CASES):
            return
        error = failure(call)
        if error is None or shape_of_message(error) in messages:
            continue
        if not is_static and not is_helpful(error):
            continue
        case = new_case(info, len(found))
        if fill(case, call, None, is_static) is None:
            messages.add(shape_of_message(error))
            found.append(case)


def small_samples(info, seed, limit=4):
    """A few small samples with different arguments: not every argument can be spoiled in each."""
    supported = catalogue.supported(info)
    if not supported:  # an entry for other devices
        return []
    dtype = "float32" if "float32" in supported else supported[0]
    drawn = samples.drawn(info, dtype, seed)
    drawn = [s for s in drawn if 0 < evaluate.call_of(info, s).input_bytes < 4096] or drawn
    return budget.spread(drawn, limit)


def failure(call):
    """What PyTorch raises on a call, None when it accepts it."""
    try:
        call.run()
    except KINDS as error:
        return error
    except Exception:
        return None
    return None


def is_helpful(error):
    text = str(error).lower()
    return bool(text.strip()) and not any(word in text for word in UNHELPFUL)


def shape_of_message(error):
    """The message without its numbers: two of a kind teach nothing new."""
    return re.sub(r"-?\d+", "#", str(error))[:80]


def fill(case, call, regex, is_static=False):
    """Completes an error case; the reason when it cannot be written."""
    call = evaluate.with_fresh_leaves(call)
    try:
        build.encode_call(case, call)
    except trees.NotEncodable as reason:
        return f"not encodable: {reason}"
    error = failure(call)
    if error is None:
        return "PyTorch does not fail here on the CPU"
    case.fields["dtype"] = build.dtype_of(call)
    message = str(error)[:MESSAGE_LENGTH]
    case.fields.update({"out": None, "truth": None, "cot": [], "grad": [], "gradTruth": None})
    case.fields["process"] = ""
    regex = regex or pattern(message, is_static)
    case.fields["error"] = {"type": kind_of(error), "regex": regex, "message": message}
    if is_static or is_refused_by_types(case.fields["error"]):
        case.fields["error"]["static"] = True
    case.release()
    return None


def is_refused_by_types(error):
    """Whether a typed language would not compile the call."""
    words = ("argument '", "descriptor '", "invalid combination", "NoneType", "expected Tensor as")
    return error["type"] == "TypeError" and any(word in error["message"] for word in words)


def pattern(message, is_static=False):
    """A regular expression for a message; PyTorch's names of kernels are nobody else's business."""
    if is_static:
        message = re.split(r"\n| - got|\. Declaration", message)[0]
    missing = re.search(r"not implemented for '\w+'", message)
    if missing:
        return missing.group()
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", message)


def kind_of(error):
    """The nearest of the five kinds of error that a program can tell apart."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in NAMES)


def new_case(info, index):
    return Case(info.name, info.variant_test_name, "error", "error", index)
