"""Turns a call into a case: encodes it, runs it, and writes down what came out."""

import torch

from . import dtypes, evaluate, rounding, seeds, sparse, trees


class Unsettled(Exception):
    """The result depends on the order of PyTorch's operations, so there is nothing to compare."""


OVERFLOW = "overflows inside PyTorch: the order of its operations decides between inf and NaN"


def fill(case, call, seed, elementwise=True):
    """Completes `case` with everything PyTorch says about `call`; returns notes for `left_out`."""
    call = evaluate.with_fresh_leaves(call)
    if call.op in evaluate.SEEDED:
        case.fields["seed"] = evaluate.OP_DB_SEED
    encode_call(case, call)
    wide = evaluate.in_float64(call)
    outcome = evaluate.forward(call)
    if outcome.map_name != "gather":
        differentiate(case, call, outcome, seed)
    notes = ["gradient: " + outcome.gradient_failure] if outcome.gradient_failure else []
    seconds = None
    if outcome.gradients and has_second_gradients(case):
        seconds = differentiate_twice(case, call, outcome, seed, notes)
    if case.fields["edge"] == "huge":
        notes += drop_overflow(outcome, elementwise)
    write_outcome(case, outcome)
    truth = write_truth(case, wide, outcome, notes)
    if seconds is not None:
        truth.second_gradients = write_seconds(case, wide, outcome, seconds)
    write_rounding(case, wide, outcome, truth, seed, notes)
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


def has_second_gradients(case):
    """Layers are differentiated twice (gradient penalties, Hessians); edges are not."""
    name = case.fields["op"]
    return case.fields["kind"] == "sample" and name.startswith("nn.")


def differentiate_twice(case, call, outcome, seed, notes):
    """The gradients of the gradients, None when PyTorch has none that are a reference."""
    if dtype_of(call) == "float64" and call.op in evaluate.UNSTABLE_SECOND_DERIVATIVES:
        notes.append("second gradient: " + evaluate.UNSTABLE_SECOND_DERIVATIVES[call.op])
        return None
    source = seeds.generator(seed, f"second/{case.id}")

    def draw(gradients):
        return [
            torch.randn(g.shape, dtype=g.dtype, generator=source)
            if g is not None and g.requires_grad else None
            for g in gradients
        ]

    inputs = evaluate.needing_gradient(call)
    seconds = evaluate.backward_twice(call, inputs, outcome.cotangents, draw)
    if seconds.second_failure:
        notes.append("second gradient: " + seconds.second_failure)
    return seconds if seconds.second_gradients else None


def write_seconds(case, wide, outcome, seconds):
    """Cotangents of the gradients, the second gradients and their float64 truth.

    Returns the second gradients in float64.
    """
    outcome.second_cotangents = seconds.second_cotangents
    outcome.second_gradients = seconds.second_gradients
    case.fields["cot2"] = [case.result_ref(tensor) for tensor in seconds.second_cotangents]
    case.fields["grad2"] = [case.result_ref(tensor) for tensor in seconds.second_gradients]
    if case.fields["dtype"] == "float64":
        case.fields["grad2Truth"] = None
        return seconds.second_gradients
    weights = [None if c is None else c.double() for c in outcome.cotangents]
    given = [None if c is None else c.double() for c in seconds.second_cotangents]
    with evaluate.float64_default():
        truth = evaluate.backward_twice(
            wide, evaluate.needing_gradient(wide), weights, lambda _: given)
    pairs = zip(truth.second_gradients, seconds.second_gradients)
    found = [truth_ref(case, wide_one, narrow) for wide_one, narrow in pairs]
    case.fields["grad2Truth"] = found or None
    return truth.second_gradients


def drop_overflow(outcome, elementwise):
    """Huge finite inputs: a sum or gradient that overflowed on the way is no contract."""
    if not elementwise and not all_finite(outcome.leaves):
        raise Unsettled(OVERFLOW)
    if all_finite(outcome.gradients):
        return []
    outcome.cotangents, outcome.gradients = [], []
    return ["gradient: " + OVERFLOW]


def all_finite(leaves):
    return all(bool(sparse.stored(x).isfinite().all()) for x in leaves if is_floating(x))


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
    case.fields["grad"] = [case.gradient_ref(tensor) for tensor in outcome.gradients]
    case.fields["gradTruth"] = None


def write_truth(case, wide, outcome, notes):
    """float64 cases are their own truth; those without a floating output need none.

    Returns the outcome in float64.
    """
    floating = any(is_floating(leaf) for leaf in outcome.leaves)
    if case.fields["dtype"] == "float64" or not floating or outcome.map_name == "zero":
        return evaluate.Outcome(outcome.leaves, True, gradients=outcome.gradients)
    if wide.op in evaluate.DRAWS_BY_DTYPE:
        return evaluate.Outcome([], True)
    try:
        truth = evaluate.truth_of(wide, outcome)
    except (RuntimeError, ValueError, TypeError, IndexError, trees.NotEncodable) as error:
        notes.append("truth: " + evaluate.first_line(error))
        return evaluate.Outcome([], True)
    leaves = [truth_ref(case, wide, leaf) for wide, leaf in zip(truth.leaves, outcome.leaves)]
    case.fields["truth"] = leaves[0] if outcome.single else leaves
    if outcome.gradients and truth.gradients:
        pairs = zip(truth.gradients, outcome.gradients)
        case.fields["gradTruth"] = [truth_ref(case, wide, narrow) for wide, narrow in pairs]
    elif outcome.gradients:
        notes.append("gradient truth: " + truth.gradient_failure)
    return truth


def write_rounding(case, wide, outcome, truth, seed, notes):
    """How far rounding moves results and gradients, where their errors may be larger than that of
    one operation: float64 without a truth, and where PyTorch lost digits."""
    dtype = next((leaf.dtype for leaf in outcome.leaves if is_floating(leaf)), None)
    if dtype is None or outcome.map_name == "zero" or not rounding.matters(outcome, truth):
        return
    try:
        found = rounding.scales(wide, truth, outcome, dtype, seed, case.id)
    except (RuntimeError, ValueError, TypeError, IndexError, NotImplementedError,
            ArithmeticError) as error:
        notes.append("rounding: " + evaluate.first_line(error))
        return
    for field, scales in zip(("rounding", "gradRounding", "grad2Rounding"), found):
        if any(scale is not None for scale in scales):
            case.fields[field] = [case.result_ref(scale) for scale in scales]


def is_floating(leaf):
    return isinstance(leaf, torch.Tensor) and leaf.is_floating_point()


def truth_ref(case, wide, narrow):
    """The entry of a truth: the result itself, or float32, where that holds the same numbers."""
    if not is_floating(wide) or not is_floating(narrow) or wide.dtype != torch.float64:
        return None
    if sparse.is_sparse(narrow) or sparse.is_sparse(wide):
        return sparse_truth_ref(case, wide, narrow)
    if wide.shape != narrow.shape:
        return None
    if same_numbers(narrow.detach(), wide.detach()):
        return case.result_ref(narrow)
    single = wide.detach().float()
    if same_numbers(single, wide.detach()):
        return case.result_ref(single)
    return case.truth_ref(wide, narrow)


def sparse_truth_ref(case, wide, narrow):
    """The truth of what is stored, where both store the same places."""
    if wide.layout != narrow.layout or not torch.equal(wide._indices(), narrow._indices()):
        return None
    stored = narrow._values()
    case.result_ref(stored)  # a truth may be written as what this one lacks
    values = truth_ref(case, wide._values(), stored)
    encoded = case.gradient_ref(narrow)
    return values and [*encoded[:2], values, *encoded[3:]]


def same_numbers(narrow, wide):
    """Equal as numbers, zeros by their sign, NaN to NaN."""
    again = narrow.double()
    equal = (again == wide) & (again.signbit() == wide.signbit())
    return bool((equal | (again.isnan() & wide.isnan())).all())


def dtype_of(call):
    """The dtype of the first tensor of a call, "" when it has none (or one out of scope)."""
    found = trees.tensors([call.args, call.kwargs])
    return dtypes.NAMES.get(found[0].dtype, "") if found else ""
