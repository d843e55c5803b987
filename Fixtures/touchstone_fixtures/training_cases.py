"""Cases of `training_call`, which belong to suite `optimizers`."""

import itertools
import math

import torch

from . import attempts, dtypes, errors, evaluate, seeds, training_call
from .case import Case

NORMS = (2.0, 1.0, 3.0, 0.5, 0.0, float("inf"), float("-inf"), -1.0)
NAN, INF = float("nan"), float("inf")


def cases_of(name, dtype_names, seed, report):
    found = []
    for dtype in ("float32", "float64", "float16", "bfloat16"):
        if dtype not in dtype_names:
            continue
        source = seeds.generator(seed, f"training/{name}/{dtype}")
        plans = PLANS[name](dtypes.BY_NAME[dtype], source)
        scope = report.class_scope(name, dtype, len(plans), "optimizers")
        for index, arguments in enumerate(plans):
            case = Case(name, "", dtype, "sample", index, "", "optimizers")
            done = attempts.completed(case, call_of(name, arguments), seed, scope, index)
            found += [done] if done else []
    return found + refused(name, report)


def call_of(name, arguments):
    def called(*args):
        return training_call.run(name, *args)

    return evaluate.Call(name, called, arguments, {})


def lists(dtype, source):
    """Gradients of several sizes and layouts, some missing, of other dtypes, out of range; none."""

    def randn(*shape, kind=dtype):
        return torch.randn(shape, generator=source, dtype=torch.float64).to(kind)

    special = [randn(4) for _ in range(4)]
    special[0][1], special[1][2], special[3][0] = NAN, INF, -INF
    tiny = torch.full((3,), torch.finfo(dtype).tiny / 4, dtype=dtype)
    return [
        [randn(3, 4), randn(5), randn(), randn(2, 1, 3)],
        [randn(4, 3).T, None, randn(6, 2)[::2], randn(0), randn(33, 17)],
        # Norms of single numbers are exact: the others decide how precise the whole is.
        [randn(3), randn(1, kind=torch.float16), randn(1, kind=torch.bfloat16), randn(5)],
        [special[0], randn(2)], [special[1], randn(2)], [special[3]],
        [tiny, tiny * 2], [torch.zeros(3, dtype=dtype)], [None, None], [],
        [randn(4) * math.sqrt(torch.finfo(dtype).max) * 2],
    ]


def by_norm(dtype, source):
    plans = []
    for gradients in lists(dtype, source):
        for norm, most in zip(NORMS, itertools.cycle((1.0, 0.1, 1e4))):
            plans.append([gradients, most, norm, False, None])
    first = lists(dtype, source)[0]
    for most, foreach in itertools.product((0.0, 0.3, -1.0), (True, False)):
        plans.append([first, most, 2.0, True, foreach])
    return plans + [[first, 0.5, 2, False, None], [first, INF, 2.0, False, None]]


def by_value(dtype, source):
    plans = []
    for gradients in lists(dtype, source):
        plans += [[gradients, value, None] for value in (0.5, 1.0, 0.0, -0.25, INF)]
    return plans + [[gradients, 0.3, False]]


def norms(dtype, source):
    return [
        [[g for g in gradients if g is not None], norm, False, None]
        for gradients in lists(dtype, source) for norm in NORMS[::3]]


def averages(dtype, source):
    def randn(*shape):
        return torch.randn(shape, generator=source, dtype=torch.float64).to(dtype)

    def step():
        return [randn(3, 4), randn(4, 3).T, randn()], [
            randn(5), torch.randint(9, (2,), generator=source)]

    steps = [step() for _ in range(5)]
    parameters, buffers = [list(part) for part in zip(*steps)]
    plans = []
    for function, use in itertools.product(training_call.AVERAGES, (False, True)):
        for decay in (0.999, 0.3) if "ema" in function else (0.5,):
            plans.append([parameters, buffers, function, decay, use])
    for function, decay in (("ema", 1.0), ("multi_ema", 0.0)):
        plans.append([parameters, buffers, function, decay, True])
    return plans


PLANS = {
    "AveragedModel": averages,
    "clip_grad_norm_": by_norm,
    "clip_grad_value_": by_value,
    "get_total_norm": norms,
}


def refused(name, report):
    infinite, nan = torch.tensor([1.0, INF]), torch.tensor([NAN])
    given = {
        "clip_grad_norm_": [
            [[infinite], 1.0, 2.0, True, None], [[nan, infinite], 1.0, INF, True, None],
            [[nan], 1.0, -1.0, True, None]],
        "get_total_norm": [[[nan], 0.5, True, None], [[infinite], 1, True, None]],
        "AveragedModel": [[[[nan]], [[]], name, decay, False] for name, decay in (
            ("ema", 1.5), ("ema", -0.1), ("multi_ema", 2.0))],
    }
    found = []
    for arguments in given.get(name, []):
        case = Case(name, "", "error", "error", len(found), "", "optimizers")
        reason = errors.fill(case, call_of(name, arguments), None)
        if reason:
            report.leave_out(case.id, reason)
        else:
            found.append(case)
    return found
