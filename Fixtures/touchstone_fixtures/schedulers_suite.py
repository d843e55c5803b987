"""Suite `schedulers`: the curve of every learning-rate schedule over awkward options."""

import os
import warnings
from fnmatch import fnmatchcase

import torch

from . import attempts, errors, evaluate, ops_suite, scheduler_call, store
from .case import Case
from .scheduler_options import (
    ADAM, ERRORS, JUMPS, LENGTH, LONG, MORE, OPTIONS, SGD, falling, pairs,
)

def selected(request):
    patterns = ["*"] if request is None else request.split(",")
    return [name for name in sorted(OPTIONS) if any(fnmatchcase(name, p) for p in patterns)]


def generate(request, out, seed, report):
    """Writes the file of each schedule; progress goes to standard error."""
    os.makedirs(os.path.join(out, "schedulers"), exist_ok=True)
    chosen = selected(request)
    report.class_names["schedulers"] = {name: description() for name in OPTIONS}
    for position, name in enumerate(chosen, 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cases = cases_of(name, seed, report)
        relative = f"schedulers/{name}.h5"
        store.write_file(os.path.join(out, relative), name, cases, seed, "schedulers")
        report.add_file(out, relative, len(cases), "schedulers")
        ops_suite.progress(position, len(chosen), name, len(cases), 0)


def description():
    return {
        "category": "schedulers", "variants": [""], "dtypes": ["float64"], "backward_dtypes": [],
    }


def cases_of(name, seed, report):
    plans = planned(name, seed)
    scope = report.class_scope(name, "float64", len(plans), "schedulers")
    found = []
    for index, (edge, arguments) in enumerate(plans):
        label = f"edge-{edge}-{index}" if edge else index
        case = Case(name, "", "float64", "edge" if edge else "sample", label, edge, "schedulers")
        done = attempts.completed(case, call_of(name, arguments), seed, scope, index)
        found += [done] if done else []
    return found + refused(name, report)


def call_of(name, arguments):
    def called(*args):
        return scheduler_call.run(name, *args)

    return evaluate.Call(name, called, arguments, {})


def planned(name, seed):
    """(edge class, arguments) of every case."""
    steps = steps_of(name)
    rates = random_rates(seed, name)
    plans = []
    for options in OPTIONS[name]:
        for optimizer, settings in (SGD, ADAM):
            plans.append(("", [optimizer, rates, settings, pairs(options), steps, None]))
        plans.append(("restored", [SGD[0], rates, SGD[1], pairs(options), steps, 7]))
    return plans + more_plans(name, seed)


def more_plans(name, seed):
    """Long curves, awkward options, rates that are tensors, odd jumps."""
    plans = []
    settings = [SGD[0], random_rates(seed, name), SGD[1]]
    if name not in ("OneCycleLR", "ReduceLROnPlateau"):
        long = [["many", number] for number in (997, 1, 3002, 999, 5001)]
        for options in LONG.get(name, OPTIONS[name][:1]):
            plans.append(("long", [*settings, pairs(options), long, None]))
    for options in MORE.get(name, []):
        plans.append(("", [*settings, pairs(options), steps_of(name), None]))
    for dtype in (torch.float32, torch.float64):
        rates = [torch.tensor(rate, dtype=dtype) for rate in settings[1]]
        for options in OPTIONS[name] + MORE.get(name, []):
            plans.append(("tensor", [SGD[0], rates, SGD[1], pairs(options), steps_of(name), None]))
        options = pairs(OPTIONS[name][0])
        one = [rates[0].reshape(1), settings[1][1]]
        plans.append(("tensor", [SGD[0], one, SGD[1], options, steps_of(name), None]))
    for jumps in JUMPS.get(name, []):
        steps = [["epoch", number] if number is not None else None for number in jumps]
        for options in OPTIONS[name]:
            plans.append(("epochs", [*settings, pairs(options), steps, None]))
    return plans


def steps_of(name):
    return falling() if name == "ReduceLROnPlateau" else [None] * (LENGTH - 1)


def random_rates(seed, name):
    """Two learning rates between 0.1 and 1, the second a tenth of that."""
    source = torch.Generator().manual_seed(seed * 31 + len(name))
    first, second = (torch.rand(2, generator=source, dtype=torch.float64) * 0.9 + 0.1).tolist()
    return [first, second / 10]


def refused(name, report):
    found = []
    for options in ERRORS.get(name, []):
        case = Case(name, "", "error", "error", len(found), "", "schedulers")
        arguments = [SGD[0], [0.1, 0.01], SGD[1], pairs(options), [None], None]
        reason = errors.fill(case, call_of(name, arguments), None)
        if reason:
            report.leave_out(case.id, reason)
        else:
            found.append(case)
    return found
