"""Turns a call into a case: encodes it, runs it, and writes down what came out."""

import torch

from . import dtypes, evaluate, trees


class Unsettled(Exception):
    """The result depends on the order of PyTorch's operations, so there is nothing to compare."""


OVERFLOW = "overflows inside PyTorch: the order of its operations decides between inf and NaN"


def fill(case, call, seed, elementwise=True):
    """Completes `case` with everything PyTorch says about `call`; returns notes for `left_out`."""
    call = evaluate.with_fresh_leaves(call)
    encode_call(case, call)
    wide = evaluate.in_float64(call)
    outcome = evaluate.forward(call)
    if outcome.map_name != "gather":
        differentiate(case, call, outcome, seed)
    notes = ["gradient: " + outcome.gradient_failure] if outcome.gradient_failure else []
    if case.fields["edge"] == "huge":
        notes += drop_overflow(outcome, elementwise)
    write_outcome(case, outcome)
    write_truth(case, wide, outcome, notes)
    case.fields["process"] = outcome.map_name
    case.release()
    return notes


def differentiate(case, call, outcome, seed):
    """Gradients for random cotangents, unless they would be no reference."""
    if dtype_of(call) == "float64" and call.op in evaluate.UNSTABLE_DERIVATIVES:
        outcome.gradient_failure = evaluate.UNSTABLE_DERIVATIVES[call.op]
        return
    weights = evaluate.random_cotangents(outcome.leaves, seed, case.id)
    evaluate.backward(call.op, outcome, evaluate.needing_gradient(call), weights)


def drop_overflow(outcome, elementwise):
    """Huge finite inputs: a sum or gradient that overflowed on the way is no contract."""
    if not elementwise and not all_finite(outcome.leaves):
        raise Unsettled(OVERFLOW)
    if all_finite(outcome.gradients):
        return []
    outcome.cotangents, outcome.gradients = [], []
    return ["gradient: " + OVERFLOW]


def all_finite(leaves):
    return all(bool(leaf.isfinite().all()) for leaf in leaves if is_floating(leaf))


def encode_call(case, call):
    def ref(tensor):
        return case.ref(tensor, tensor.requires_grad, call.whole_storage)

    case.fields["args"] = trees.encode(call.args, ref)
    case.fields["kwargs"] = trees.encode_kwargs(call.kwargs, ref)


def write_outcome(case, outcome):
    leaves = [trees.encode(leaf, case.result_ref) for leaf in outcome.leaves]
    case.fields["out"] = leaves[0] if outcome.single else leaves
    case.fields["truth"] = None
    case.fields["cot"] = [case.result_ref(tensor) for tensor in outcome.cotangents]
    case.fields["grad"] = [case.result_ref(tensor) for tensor in outcome.gradients]
    case.fields["gradTruth"] = None


def write_truth(case, wide, outcome, notes):
    """float64 cases are their own truth; those without a floating output need none."""
    floating = any(is_floating(leaf) for leaf in outcome.leaves)
    if case.fields["dtype"] == "float64" or not floating or outcome.map_name == "zero":
        return
    try:
        truth = evaluate.truth_of(wide, outcome)
    except (RuntimeError, ValueError, TypeError, IndexError, trees.NotEncodable) as error:
        notes.append("truth: " + evaluate.first_line(error))
        return
    leaves = [truth_ref(case, wide, leaf) for wide, leaf in zip(truth.leaves, outcome.leaves)]
    case.fields["truth"] = leaves[0] if outcome.single else leaves
    if outcome.gradients and truth.gradients:
        pairs = zip(truth.gradients, outcome.gradients)
        case.fields["gradTruth"] = [truth_ref(case, wide, narrow) for wide, narrow in pairs]
    elif outcome.gradients:
        notes.append("gradient truth: " + truth.gradient_failure)


def is_floating(leaf):
    return isinstance(leaf, torch.Tensor) and leaf.is_floating_point()


def truth_ref(case, wide, narrow):
    """The entry of a truth: the result itself, or float32, where that holds the same numbers."""
    if not is_floating(wide) or not is_floating(narrow) or wide.dtype != torch.float64:
        return None
    if wide.shape != narrow.shape:
        return None
    if same_numbers(narrow.detach(), wide.detach()):
        return case.result_ref(narrow)
    single = wide.detach().float()
    return case.result_ref(single if same_numbers(single, wide.detach()) else wide)


def same_numbers(narrow, wide):
    """Equal as numbers, zeros by their sign, NaN to NaN."""
    again = narrow.double()
    equal = (again == wide) & (again.signbit() == wide.signbit())
    return bool((equal | (again.isnan() & wide.isnan())).all())


def dtype_of(call):
    """The dtype of the first tensor of a call, "" when it has none (or one out of scope)."""
    found = trees.tensors([call.args, call.kwargs])
    return dtypes.NAMES.get(found[0].dtype, "") if found else ""
