"""Suite `optimizers`: steps of every optimizer of PyTorch's `optim_db`, and what else trains."""

import functools
import os
import sys
import warnings
from fnmatch import fnmatchcase

import torch
from torch.testing._internal.common_optimizers import OptimizerErrorEnum, optim_db

from . import (
    attempts, dtypes, errors, evaluate, ops_suite, optimizer_call, optimizer_extras,
    optimizer_stability, seeds, store, training_call, training_cases,
)
from .case import Case

FLOATING = ("float32", "float64", "float16", "bfloat16")
STEPS = 6
# What PyTorch's database leaves to its callers.
MORE_OPTIONS = {
    "Adam": [{"betas": [0.8, 0.95], "eps": 1e-4}, {"decoupled_weight_decay": True, "weight_decay": 0.1}],
    "AdamW": [{"betas": [0.8, 0.95], "eps": 1e-4}],
    "Adagrad": [{"eps": 1e-3}],
    "Adadelta": [{"lr": 0.5, "eps": 1e-3}],
    "Adamax": [{"betas": [0.8, 0.95], "eps": 1e-4}],
    "ASGD": [{"alpha": 0.6, "t0": 2, "lambd": 0.01}],
    "LBFGS": [
        {"max_iter": 3}, {"max_iter": 2, "line_search_fn": "strong_wolfe"},
        {"max_iter": 1, "lr": 0.5}, {"max_iter": 3, "maximize": True, "lr": 0.01},
        {"max_iter": 4, "history_size": 2, "line_search_fn": "strong_wolfe"},
        {"max_iter": 5, "max_eval": 4, "tolerance_change": 1e-3},
    ],
    "Muon": [{"nesterov": False}, {"weight_decay": 0.0, "eps": 1e-3}],
    "NAdam": [{"betas": [0.8, 0.95], "eps": 1e-4}],
    "RAdam": [{"betas": [0.5, 0.6]}],
    "RMSprop": [{"alpha": 0.9, "eps": 1e-3}],
    "Rprop": [{"lr": 0.1, "step_sizes": [0.05, 0.2]}],
    "SGD": [{"momentum": 0.9, "nesterov": True, "maximize": True}],
    "SparseAdam": [{"betas": [0.8, 0.95], "eps": 1e-4}],
}
# Configurations of the optimizers that take sparse gradients beside dense ones.
SPARSE_OPTIONS = {
    "Adagrad": [{}, {"lr_decay": 0.5, "eps": 1e-3, "initial_accumulator_value": 0.1}, {"maximize": True}],
    "SGD": [
        {}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True, "maximize": True},
        {"momentum": 0.8, "dampening": 0.5},
    ],
}


def database():
    return {info.optim_cls.__name__: info for info in optim_db}


def selected(request):
    names = sorted([*database(), *training_call.FUNCTIONS])
    patterns = ["*"] if request is None else request.split(",")
    return [name for name in names if any(fnmatchcase(name, p) for p in patterns)]


def generate(request, dtype_names, out, seed, report):
    """Writes the file of each optimizer; progress goes to standard error."""
    os.makedirs(os.path.join(out, "optimizers"), exist_ok=True)
    chosen = selected(request)
    report.class_names["optimizers"] = {name: description() for name in selected(None)}
    for position, name in enumerate(chosen, 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            maker = training_cases if name in training_call.FUNCTIONS else sys.modules[__name__]
            cases = maker.cases_of(name, dtype_names, seed, report)
        relative = f"optimizers/{name}.h5"
        store.write_file(os.path.join(out, relative), name, cases, seed, "optimizers")
        report.add_file(out, relative, len(cases), "optimizers")
        ops_suite.progress(position, len(chosen), name, len(cases), 0)


def description():
    return {
        "category": "optimizers", "variants": [""], "dtypes": list(FLOATING), "backward_dtypes": [],
    }


def cases_of(name, dtype_names, seed, report):
    found = []
    for dtype in FLOATING:
        if dtype not in dtype_names:
            continue
        plans = planned(name, dtypes.BY_NAME[dtype], seed)
        scope = report.class_scope(name, dtype, len(plans), "optimizers")
        for index, (edge, arguments) in enumerate(plans):
            case = one(name, dtype, index, edge, arguments, seed, scope)
            found += [case] if case else []
    return found + refused(name, seed, report)


def one(name, dtype, index, edge, arguments, seed, scope):
    label = f"edge-{edge}-{index}" if edge else index
    arguments, note = optimizer_stability.reproducible(name, arguments)
    if note:
        scope.leave_out([index], note)
    if arguments is None:
        return None
    case = Case(name, "", dtype, "edge" if edge else "sample", label, edge, "optimizers")
    return attempts.completed(case, call_of(name, arguments), seed, scope, index)


def call_of(name, arguments):
    def function(*args):
        return optimizer_call.run(name, *args)

    return evaluate.Call(name, function, arguments, {})


def planned(name, dtype, seed):
    """(edge class, arguments) of every case in a dtype."""
    info = database()[name]
    configurations = [dict(item.kwargs) for item in info.optim_inputs_func("cpu", dtype)]
    configurations += MORE_OPTIONS.get(name, [])
    maker = Maker(name, dtype, seed)
    plans = [("", maker.plain(options)) for options in configurations]
    for switch in ("foreach", "fused"):
        if switch in info.supported_impls:
            plans += [("", maker.plain({**options, switch: True})) for options in configurations]
    last = configurations[-1]
    plans += [("restored", maker.plain(options, restored_at=3)) for options in (configurations[0], last)]
    plans.append(("groups", maker.groups(last)))
    if name not in ("LBFGS", "SparseAdam", "Muon"):
        plans.append(("mixed", maker.mixed(last)))
        plans.append(("missing", maker.missing(last)))
        plans.append(("special", maker.special(last)))
        plans.append(("closure", maker.objective(last)))
    plans += [("sparse", maker.sparse(options)) for options in SPARSE_OPTIONS.get(name, [])]
    rates = optimizer_extras.tensor_rates(name, dtype)
    plans += [("tensor-rate", maker.plain(options)) for options in rates]
    return plans + [("long", arguments) for arguments in optimizer_extras.long_runs(maker)]


class Maker:
    """Arguments of `optimizer_call.run` in one dtype."""

    SHAPES = ((3, 4), (5,), (), (2, 1, 3))
    MATRICES = ((3, 4), (5, 2), (4, 4))

    def __init__(self, name, dtype, seed):
        self.name, self.dtype = name, dtype
        self.source = seeds.generator(seed, f"optimizers/{name}/{dtype}")
        self.is_sparse = name == "SparseAdam"
        self.shapes = self.MATRICES if name in ("Muon", "SparseAdam") else self.SHAPES

    def randn(self, shape, dtype=None):
        numbers = torch.randn(shape, generator=self.source, dtype=torch.float64)
        return numbers.to(dtype or self.dtype)

    def plain(self, options, restored_at=None):
        if self.name == "LBFGS":
            return self.objective(options, restored_at)
        parameters = [self.randn(shape) for shape in self.shapes]
        return self.arguments([[[], parameters]], options, restored_at)

    def arguments(self, groups, options, restored_at=None):
        parameters = [p for _, own in groups for p in own]
        steps = [[self.gradient(p) for p in parameters] for _ in range(STEPS)]
        return [groups, pairs(options), steps, None, restored_at]

    def gradient(self, parameter):
        if not self.is_sparse:
            return self.randn(parameter.shape, parameter.dtype)
        indices = torch.randint(parameter.shape[0], (1, 3), generator=self.source)
        values = self.randn((3, *parameter.shape[1:]), parameter.dtype)
        return ["sparse", indices, values, list(parameter.shape), False]

    def sparse(self, options):
        self.is_sparse, self.shapes = True, self.MATRICES
        return self.plain(options, restored_at=4)

    def objective(self, options, restored_at=None):
        parameters = [self.randn(shape) for shape in ((3, 2), (4,))]
        terms = [[self.randn((7, p.numel())), self.randn((7,))] for p in parameters]
        return [[[[], parameters]], pairs(options), [None] * STEPS, terms, restored_at]

    def groups(self, options):
        first, *rest = (self.randn(shape) for shape in self.shapes)
        if self.name == "LBFGS":
            return self.objective(options)
        own = [["lr", 0.05]]
        if "weight_decay" in options:
            own.append(["weight_decay", 0.3])
        return self.arguments([[own, [first]], [[], rest]], options, 4)

    def mixed(self, options):
        kinds = (torch.float32, torch.float64, torch.bfloat16, torch.float16)
        parameters = [self.randn(shape, kind) for shape, kind in zip(self.shapes, kinds)]
        return self.arguments([[[], parameters]], options)

    def missing(self, options):
        arguments = self.plain(options)
        for number, step in enumerate(arguments[2]):
            step[number % len(step)] = None
        return arguments

    def special(self, options):
        """Zeros, denormals, infinities and NaN among the gradients, odd strides among parameters."""
        wide = self.randn((4, 3)).T
        arguments = self.arguments([[[], [wide, self.randn((5,))]]], options)
        tiny = torch.finfo(self.dtype).tiny / 4
        for step, value in zip(arguments[2], (0.0, tiny, -tiny, float("inf"), float("nan"), 1.0)):
            step[1][2] = value
        return arguments


def pairs(options):
    return [[name, list(v) if isinstance(v, tuple) else v] for name, v in options.items()]


def refused(name, seed, report):
    """What PyTorch's database knows to be refused, and gradients of a layout not taken."""
    found = []
    info = database()[name]
    seeds.seed_everything(seed, f"optimizers/{name}/errors")
    items = list(info.optim_error_inputs_func("cpu", torch.float32))
    fillers = [functools.partial(refusal, name=name, item=item, seed=seed) for item in items]
    fillers += [functools.partial(layout_refusal, name=name, seed=seed)]
    for index, fill in enumerate(fillers):
        case = Case(name, "", "error", "error", index, "", "optimizers")
        reason = fill(case)
        if reason:
            report.leave_out(case.id, reason)
        else:
            found.append(case)
    return found + refused_besides(name, seed, report, index + 1)


def refused_besides(name, seed, report, first):
    """What the database lacks."""
    found = []
    for index, (options, by_step) in enumerate(optimizer_extras.refused(name), first):
        case = Case(name, "", "error", "error", index, "", "optimizers")
        maker = Maker(name, torch.float32, seed)
        groups, _, gradients, *rest = maker.plain({})
        call = call_of(name, [groups, pairs(options), gradients if by_step else [], *rest])
        reason = errors.fill(case, call, None)
        if reason:
            report.leave_out(case.id, reason)
        else:
            found.append(case)
    return found


def layout_refusal(case, name, seed):
    """A step with sparse gradients, dense ones for SparseAdam."""
    maker = Maker(name, torch.float32, seed)
    maker.is_sparse, maker.shapes = not maker.is_sparse, maker.MATRICES
    options = {"weight_decay": 0.1} if name in SPARSE_OPTIONS else {}
    parameters = [maker.randn(shape) for shape in maker.shapes]
    return errors.fill(case, call_of(name, maker.arguments([[[], parameters]], options)), None)


def refusal(case, name, item, seed):
    """Completes an error case; the reason when there is none."""
    groups = written_groups(item.optimizer_error_input.params, name, seed)
    if isinstance(groups, str):
        return groups
    options = pairs(item.optimizer_error_input.kwargs)
    parameters = [p for _, own, *_ in groups for p in own]
    steps = []
    if item.error_on == OptimizerErrorEnum.STEP_ERROR:
        steps = [[torch.ones_like(p) for p in parameters]]
    return errors.fill(case, call_of(name, [groups, options, steps, None, None]), item.error_regex)


def written_groups(parameters, name, seed):
    """The groups of a case, or why there are none."""
    if parameters is None:
        return [[[], Maker(name, torch.float32, seed).plain({})[0][0][1]]]
    if not isinstance(parameters, list):
        return "Swift's types take no single tensors and no sets for lists of parameters"
    if not isinstance(parameters[0], dict):
        parameters = [{"params": parameters}]
    groups = []
    for group in parameters:
        own = group["params"] if isinstance(group["params"], list) else [group["params"]]
        names = [p[0] for p in own if isinstance(p, tuple)]
        if len(names) not in (0, len(own)):
            return "Swift's lists hold named parameters or others, not both"
        tensors = [p[1] if isinstance(p, tuple) else p for p in own]
        options = pairs({k: v for k, v in group.items() if k != "params"})
        groups.append([options, tensors, *([names] if names else [])])
    return groups
