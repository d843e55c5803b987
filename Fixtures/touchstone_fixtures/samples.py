"""The sample path: op_db's own samples of one entry in one dtype."""

from . import build, catalogue, dtypes, evaluate, seeds, trees
from .case import Case

# Draw random numbers themselves: their results are no function of their arguments. Those that
# op_db seeds are not among them, see `evaluate.SEEDED`.
RANDOM = {
    "bernoulli", "cauchy", "exponential", "geometric", "log_normal", "multinomial", "normal",
    "pca_lowrank", "rand_like", "randint", "randint_like", "randn", "randn_like", "svd_lowrank",
    "uniform",
}


def drawn(info, dtype, seed):
    """op_db's samples, reproducible whatever was drawn before."""
    name = f"samples/{info.name}/{info.variant_test_name}/{dtype}"
    seeds.seed_everything(seed, name)
    wants_gradient = catalogue.differentiable(info, dtype)
    return list(info.sample_inputs("cpu", dtypes.BY_NAME[dtype], requires_grad=wants_gradient))


def cases(info, dtype, seed, limits, report):
    """Cases of one entry and dtype; what is left out goes to `report`."""
    samples = drawn(info, dtype, seed)
    scope = report.scope(info, dtype, len(samples))
    if info.name in RANDOM:
        scope.leave_out(range(len(samples)), "random: no function of its arguments")
        return []
    calls = {index: evaluate.call_of(info, sample) for index, sample in enumerate(samples)}
    chosen = limits.admitted(info.name, dtype, calls, scope)
    built = [one(info, dtype, index, calls[index], seed, scope) for index in chosen]
    return limits.within_bytes(info.name, dtype, [case for case in built if case], scope)


def one(info, dtype, index, call, seed, scope):
    """The case of one sample, or None with the reason left in `scope`."""
    case = Case(info.name, info.variant_test_name, dtype, "sample", index)
    try:
        notes = build.fill(case, call, seed)
    except trees.NotEncodable as error:
        scope.leave_out([index], f"not encodable: {error}")
        return None
    except Exception as error:  # whatever PyTorch raises on its own sample is a reason, not a crash
        kind = type(error).__name__
        scope.leave_out([index], f"PyTorch fails: {kind}: {evaluate.first_line(error)}")
        return None
    for note in notes:
        scope.leave_out([index], note)
    case.index = index
    return case
