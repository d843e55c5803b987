"""Suites `rng` and `init`: calls with the default generator's state before and after."""

import os
import warnings
from fnmatch import fnmatchcase

import torch

from . import catalogue, errors, init_draws, layout, ops_suite, random_draws, random_errors
from . import random_functions, reader, scalar_build, seeds, store, trees
from .case import Case
from .draw import Draw
from .draw import prepare as prepare_generator

SUITES = ("rng", "init")


def names(suite):
    """The functions of a suite."""
    all_names = random_functions.BY_NAME
    return [name for name in all_names if name.startswith("nn.init.") == (suite == "init")]


def selected(suite, request):
    """Names for `--ops`; without it all."""
    patterns = ["*"] if request is None else request.split(",")
    chosen = [n for n in names(suite) if any(fnmatchcase(n, p) for p in patterns)]
    if not chosen:
        raise catalogue.UsageError(f"suite {suite} has no function '{request}'")
    return chosen


def generate(request, suite, dtype_names, out, seed, report):
    """Writes the file of each function; progress goes to standard error."""
    os.makedirs(os.path.join(out, suite), exist_ok=True)
    chosen = selected(suite, request)
    for position, op in enumerate(chosen, 1):
        cases = cases_of(suite, op, dtype_names, seed)
        relative = f"{suite}/{scope(op)}.h5"
        store.write_file(os.path.join(out, relative), op, cases, seed, suite)
        report.add_file(out, relative, len(cases), suite)
        ops_suite.progress(position, len(chosen), f"{suite} {scope(op)}", len(cases), 0)
    scalar_build.generate(suite, request, dtype_names, out, seed, report)


def scope(op):
    """The function with the variant, as in ids."""
    return f"{op}.{scalar_build.variant()}" if scalar_build.is_running() else op


def cases_of(suite, op, dtype_names, seed):
    """The calls that PyTorch accepts, then those that it refuses, unsupported dtypes among them.

    Empty tensors pass in every dtype, because nothing looks at it: they are left out where others
    are refused.
    """
    found, refused, unsupported, counts = [], {}, set(), {}
    for draw in init_draws.of(op) if suite == "init" else random_draws.of(op, seed):
        if draw.dtype and draw.dtype not in dtype_names:
            continue
        label = (draw.dtype or "none", draw.edge)
        index = counts.get(label, 0)
        case = new_case(suite, op, draw, f"edge-{draw.edge}-{index}" if draw.edge else index)
        if fill(case, draw, seed):
            counts[label] = index + 1
            found.append(case)
        else:
            refused.setdefault(draw.dtype, draw)
            unsupported |= {draw.dtype} if not draw.edge else set()
    found = [c for c in found if c.fields["dtype"] not in unsupported or c.fields["edge"]]
    wrong = []
    draws = init_draws.errors_of(op) if suite == "init" else random_errors.of(op)
    for draw in [*refused.values(), *draws]:
        case = new_case(suite, op, draw, len(wrong), is_error=True)
        if fill_error(case, draw, seed):
            wrong.append(case)
    return found + wrong


def new_case(suite, op, draw, index, is_error=False):
    if is_error:
        return Case(op, scalar_build.variant(), "error", "error", index, suite=suite)
    kind = "edge" if draw.edge else "sample"
    dtype = draw.dtype or "none"
    return Case(op, scalar_build.variant(), dtype, kind, index, draw.edge, suite)


def prepare(case, draw, seed):
    """Sets the default generator and writes the call down."""
    own = seeds.derived(seed, case.fields["id"].rsplit("/", 2)[0])
    if draw.given is not None:
        given = prepare_generator(torch.Generator(), seeds.derived(own, "given"), *draw.given)
        draw.kwargs["generator"] = given
    prepare_generator(
        torch.default_generator, own if draw.seed is None else draw.seed, draw.words,
        draw.keeps_normal)
    case.fields["args"] = trees.encode(draw.args, case.ref)
    case.fields["kwargs"] = trees.encode_kwargs(draw.kwargs, case.ref)
    case.fields.update({"out": None, "truth": None, "cot": [], "grad": [], "gradTruth": None})
    case.fields["process"] = ""
    before = torch.get_rng_state()
    case.fields["state_before"] = case.ref(before)
    return before


def fill(case, draw, seed):
    """Completes a case; False when PyTorch refuses the call."""
    before = prepare(case, draw, seed)
    try:
        outputs, single = run(case.fields["op"], draw)
    except errors.KINDS:
        return False
    case.fields["state_after"] = case.ref(torch.get_rng_state())
    note_generators(case, draw)
    leaves = [trees.encode(leaf, case.result_ref) for leaf in outputs]
    case.fields["out"] = leaves[0] if single else leaves
    truth = truth_of(case.fields["op"], draw, before)
    case.fields["truth"] = truth if truth is None else case.result_ref(truth)
    case.release()
    return True


def note_generators(case, draw):
    """Where given generators stand after the call."""
    if draw.given is not None:
        case.fields["generators"] = [case.ref(draw.kwargs["generator"].get_state())]


def run(op, draw):
    """Result leaves; a changed argument is copied, because the case holds what it was before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = random_functions.BY_NAME[op](*draw.args, **draw.kwargs)
    single = not isinstance(result, (tuple, list))
    outputs = [result] if single else list(result)
    return [copied(output, draw.args) for output in outputs], single


def copied(output, arguments):
    is_tensor = isinstance(output, torch.Tensor)
    changed = is_tensor and any(output is argument for argument in arguments)
    return layout.relaid(output, output.dtype) if changed else output


def truth_of(op, draw, before):
    """What float64 makes of the same random numbers, for the two that round on the way."""
    if draw.dtype == "float64" or op not in ("gumbel_noise", "nn.init.orthogonal_"):
        return None
    torch.set_rng_state(before)
    if op == "gumbel_noise":
        return -torch.empty_like(draw.args[0]).exponential_().double().log()
    return orthogonal(draw.args[0], draw.kwargs.get("gain", 1.0))


def orthogonal(tensor, gain):
    """`nn.init.orthogonal_` with its decomposition in float64."""
    rows = tensor.shape[0]
    columns = tensor.numel() // rows
    numbers = torch.empty((rows, columns), dtype=tensor.dtype).normal_().double()
    q, r = torch.linalg.qr(numbers.T if rows < columns else numbers)
    q = q * r.diagonal().sign()
    return (q.T if rows < columns else q).reshape(tensor.shape) * gain


def fill_error(case, draw, seed):
    """Completes an error case; False when PyTorch accepts the call.

    A call that is refused half-way, after some numbers were drawn, has no state afterwards.
    """
    before = prepare(case, draw, seed)
    try:
        run(case.fields["op"], draw)
        return False
    except errors.KINDS as error:
        message = str(error)[: errors.MESSAGE_LENGTH]
        kind, regex = errors.kind_of(error), errors.pattern(message)
    case.fields["error"] = {"type": kind, "regex": regex, "message": message}
    case.fields["dtype"] = draw.dtype
    if errors.is_refused_by_types(case.fields["error"]):
        case.fields["error"]["static"] = True
    after = torch.get_rng_state()
    case.fields["state_after"] = case.ref(after) if torch.equal(before, after) else None
    note_generators(case, draw)
    case.release()
    return True


# Reading back, for --verify.


def difference(case, tensors):
    """What PyTorch does differently now; None when all is as written, to the bit."""
    kwargs = {name: reader.decoded(value, tensors) for name, value in case["kwargs"].items()}
    draw = Draw(case["dtype"], reader.decoded(case["args"], tensors), kwargs)
    torch.set_rng_state(reader.decoded(case["state_before"], tensors))
    try:
        outputs, single = run(case["op"], draw)
    except errors.KINDS as error:
        if case["kind"] == "error" and errors.kind_of(error) == case["error"]["type"]:
            return None
        return f"PyTorch fails: {error}"
    if case["kind"] == "error":
        return "PyTorch no longer refuses this call"
    if not torch.equal(torch.get_rng_state(), reader.decoded(case["state_after"], tensors)):
        return "PyTorch draws other random numbers"
    for state in case.get("generators", ()):
        if not torch.equal(kwargs["generator"].get_state(), reader.decoded(state, tensors)):
            return "PyTorch draws other random numbers from the given generator"
    written = reader.decoded([case["out"]] if single else case["out"], tensors)
    same = all(is_same(a, b, case["truth"]) for a, b in zip(outputs, written))
    return None if same and len(outputs) == len(written) else "result changed"


def is_same(found, written, truth):
    """Equal bits; where there is a truth, nearly."""
    if not isinstance(found, torch.Tensor):
        return found == written
    if found.dtype != written.dtype or found.shape != written.shape:
        return False
    if truth is not None:
        return torch.allclose(found, written, rtol=1e-5, atol=1e-5)
    return bool(((found == written) | (found != found) & (written != written)).all())
