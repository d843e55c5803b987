"""Suite `modules`: construction, call, gradients and state of every class of `torch.nn`."""

import os
import warnings
from fnmatch import fnmatchcase

import torch

from . import (
    build, catalogue, dtypes, errors, evaluate, module_call, module_samples, ops_suite, seeds, store,
    trees,
)
from .case import Case
from .module_sample import Sample

FLOATING = ("float32", "float64", "float16", "bfloat16")
# Constructions are also drawn in these dtypes, where the class takes one.
CONSTRUCTED_IN = (torch.float64, torch.bfloat16)


def selected(request):
    """Class names for `--ops`; without it all."""
    if request is None:
        return module_samples.names()
    patterns = request.split(",")
    return [n for n in module_samples.names() if any(fnmatchcase(n, p) for p in patterns)]


def generate(request, dtype_names, out, seed, limits, report):
    """Writes the file of each class; progress goes to standard error."""
    os.makedirs(os.path.join(out, "modules"), exist_ok=True)
    chosen = selected(request)
    report.class_names["modules"] = {name: description(name) for name in module_samples.names()}
    for position, name in enumerate(chosen, 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cases = cases_of(name, dtype_names, seed, limits, report)
        relative = f"modules/{name}.h5"
        store.write_file(os.path.join(out, relative), name, cases, seed, "modules")
        report.add_file(out, relative, len(cases), "modules")
        ops_suite.progress(position, len(chosen), name, len(cases), 0)


def cases_of(name, dtype_names, seed, limits, report):
    found = []
    for dtype in FLOATING:
        if dtype in dtype_names:
            found += called(name, dtype, seed, limits, report)
    if "float32" in dtype_names:
        found += constructed(name, seed)
    return found + refused(name, seed, report)


def called(name, dtype, seed, limits, report):
    """Calls in one dtype, with gradients and gradients of gradients."""
    samples = module_samples.of(name, dtype, seed)
    scope = report.class_scope(name, dtype, len(samples))
    calls = {}
    for index, sample in enumerate(samples):
        try:
            calls[index] = prepared(name, sample, dtype, seed, index)
        except errors.KINDS as error:
            scope.leave_out([index], f"PyTorch fails: {evaluate.first_line(error)}")
    chosen = limits.admitted(name, dtype, calls, scope)
    cases = [one(name, samples[i], dtype, i, calls[i], seed, scope) for i in chosen]
    return limits.within_bytes(name, dtype, [case for case in cases if case], scope)


def one(name, sample, dtype, index, call, seed, scope, suite="modules"):
    edge = f"edge-{sample.edge}-{index}" if sample.edge else index
    case = Case(name, "", dtype, "edge" if sample.edge else "sample", edge, sample.edge, suite)
    try:
        notes = build.fill(case, call, seed)
    except trees.NotEncodable as error:
        scope.leave_out([index], f"not encodable: {error}")
        return None
    except Exception as error:  # whatever PyTorch raises on its own sample is a reason, not a crash
        scope.leave_out(
            [index], f"PyTorch fails: {type(error).__name__}: {evaluate.first_line(error)}")
        return None
    for note in notes:
        scope.leave_out([index], note)
    case.index = index
    return case


def function_of(name):
    def function(*args):
        return module_call.run(name, *args)

    return function


def call_of(name, sample, state, seed, after, dtype):
    arguments = [
        sample.constructor, sample.constructor_keywords, state, sample.inputs,
        sample.input_keywords, sample.training, seed, after, dtype,
    ]
    return evaluate.Call(name, function_of(name), arguments, {})


def prepared(name, sample, dtype, seed, index):
    """The call with a state that tells layers apart: constants of the initialisation are varied."""
    own = seeds.derived(seed, f"modules/{name}/{dtype}/{index}")
    torch.manual_seed(own)
    module = module_call.built(name, sample.constructor, sample.constructor_keywords)
    module = module.to(dtypes.BY_NAME[dtype])
    module_call.materialise(module, sample.inputs, sample.input_keywords)
    source = torch.Generator().manual_seed(own)
    trainable = {key for key, value in module.named_parameters() if value.requires_grad}
    with_gradients = dtypes.BY_NAME[dtype] not in dtypes.HALF
    state = []
    for key, value in module.state_dict().items():
        tensor = varied(key, value, source).requires_grad_(key in trainable and with_gradients)
        state.append([key, tensor])
    buffers = [key for key in module.state_dict() if key in dict(module.named_buffers())]
    return call_of(name, sample, state, own, buffers, dtypes.BY_NAME[dtype])


def varied(name, value, source):
    """Ones, zeros and the like replaced by random numbers, positive for scales and variances."""
    value = value.detach().clone()
    if not value.is_floating_point():
        return value.fill_(2) if name.endswith("num_batches_tracked") else value
    if value.numel() < 2 or bool((value == value.flatten()[0]).all()):
        numbers = torch.rand(value.shape, generator=source, dtype=torch.float64)
        positive = bool((value > 0).any())
        return (numbers + 0.5 if positive else numbers - 0.5).to(value.dtype)
    return value


def constructed(name, seed):
    """Default initialisation under a seed, `repr` and state dict, once for each construction."""
    found, known = [], set()
    for sample in module_samples.of(name, "float32", seed):
        keys = [pair[0] for pair in sample.constructor_keywords]
        variants = [sample.constructor_keywords]
        if not known and "dtype" not in keys:
            variants += [[*sample.constructor_keywords, ["dtype", d]] for d in CONSTRUCTED_IN]
        for pairs in variants:
            text = repr((sample.constructor, pairs))
            if text not in known and construction_case(found, name, sample, pairs, seed):
                known.add(text)
    return found


def construction_case(found, name, sample, pairs, seed, suite="modules"):
    """Adds the case of one construction; False when the class does not take the arguments."""
    lazy = name.startswith("nn.Lazy")
    inputs, words = (sample.inputs, sample.input_keywords) if lazy else (None, [])
    # The first call of a lazy class gives its state a shape; in training it would also change it by
    # what it computed.
    training = sample.training and not lazy
    only = Sample(sample.constructor, pairs, inputs, words, training)
    own = seeds.derived(seed, f"modules/{name}/construction/{len(found)}")
    case = Case(name, "", "float32", "sample", f"construction-{len(found)}", "", suite)
    try:
        build.fill(case, call_of(name, only, None, own, [], None), seed)
    except (*errors.KINDS, trees.NotEncodable):
        return False
    found.append(case)
    return True


def refused(name, seed, report):
    """Constructions and calls that PyTorch refuses."""
    found = []
    for index, sample in enumerate(module_samples.errors_of(name, seed)):
        case = Case(name, "", "error", "error", index, "", "modules")
        if sample.error == "construction":
            sample.inputs, sample.input_keywords = None, []
        own = seeds.derived(seed, case.id)
        call = call_of(name, sample, None, own, [], None)
        reason = errors.fill(case, call, sample.regex or None)
        if reason:
            report.leave_out(case.id, reason)
        else:
            found.append(case)
    return found


def description(name):
    """What the manifest says of a class."""
    return {
        "category": "modules", "variants": [""], "dtypes": list(FLOATING),
        "backward_dtypes": ["float32", "float64"],
    }


def call_with(name, arguments):
    """The call of stored arguments."""
    return evaluate.Call(name, function_of(name), arguments, {})
