"""Suite `trajectories`: whole training runs under a seed, and how far rounding can move them.

Each program runs in float32, in float64 from the same draws (the truth), and PERTURBED times in
float32 from initial weights that were moved by one unit in the last place, up or down at random.
Their distances from the float64 run are what rounding errors do to this program, growth included.
"""

import os
from fnmatch import fnmatchcase

import torch

from . import digits, ops_suite, seeds, store, trajectory_call, trees
from .case import Case
from .trajectory_programs import PROGRAMS, plane

PERTURBED = 6
# Positions among the results of `trajectory_call.run`.
EXACT, RATES, LOSSES, TRACES = slice(0, 5), 5, 7, 8
# A run tells nothing whose rounding errors grow to this part of what it learns.
LARGEST_ENVELOPE = 0.01
# As `Envelope.swift` has it: twice PyTorch's error, for few samples twice again, and two units in
# the last place.
FACTOR, FLOOR = 4, 2 * 2.0**-23


def selected(request):
    patterns = ["*"] if request is None else request.split(",")
    return [name for name in PROGRAMS if any(fnmatchcase(name, p) for p in patterns)]


def generate(request, dtype_names, out, seed, report):
    """Writes the file of each program, and the digits; progress goes to standard error."""
    report.class_names["trajectories"] = {name: description() for name in PROGRAMS}
    if "float32" not in dtype_names:
        return
    os.makedirs(os.path.join(out, "trajectories"), exist_ok=True)
    digits.write(out)
    report.add_data(out, digits.FILE)
    chosen = selected(request)
    for position, name in enumerate(chosen, 1):
        scope = report.class_scope(name, "float32", 1, "trajectories")
        case = one(name, seed, scope)
        if case:
            relative = f"trajectories/{name}.h5"
            store.write_file(os.path.join(out, relative), name, [case], seed, "trajectories")
            report.add_file(out, relative, 1, "trajectories")
        ops_suite.progress(position, len(chosen), name, 1 if case else 0, 0)


def description():
    return {
        "category": "trajectories", "variants": [""], "dtypes": ["float32"], "backward_dtypes": [],
    }


def one(name, seed, scope):
    """The case of a program; None when its runs are no reference."""
    own = seeds.derived(seed, f"trajectories/{name}")
    written = arguments(name, own)
    given = [revived(argument) for argument in written]
    run = trajectory_call.run(name, *given)
    twin = trajectory_call.run(name, *given, dtype=torch.float64)
    perturbed = [
        trajectory_call.run(name, *given, disturb=moved(own + number))
        for number in range(PERTURBED)
    ]
    problem = no_reference(run, twin, perturbed)
    if problem:
        scope.leave_out([0], problem)
        return None
    case = Case(name, "", "float32", "sample", 0, "", "trajectories")
    write(case, written, run, twin, perturbed)
    return case


def arguments(name, seed):
    if PROGRAMS[name].data is plane:
        return [seed, None, None]
    return [seed, digits.Shared("digits/images"), digits.Shared("digits/labels")]


def revived(argument):
    return digits.tensor(argument.name) if isinstance(argument, digits.Shared) else argument


def moved(seed):
    """Moves every parameter by one unit in the last place, up or down."""

    def disturb(model):
        source = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for parameter in model.parameters():
                is_up = torch.rand(parameter.shape, generator=source) < 0.5
                aim = torch.where(is_up, torch.inf, -torch.inf)
                parameter.copy_(torch.nextafter(parameter, aim))

    return disturb


def no_reference(run, twin, perturbed):
    """Why the runs say nothing about a right implementation; "" when they do."""
    for other in (twin, *perturbed):
        if other[EXACT] != run[EXACT]:
            return "rounding changes what is drawn"
        if not torch.equal(other[RATES], run[RATES]):
            return "rounding decides about the learning rate"
    spread = max(float((other[LOSSES] - twin[LOSSES]).abs().max()) for other in (run, *perturbed))
    learned = float(twin[LOSSES].max() - twin[LOSSES].min())
    if not spread <= LARGEST_ENVELOPE * learned:
        return f"rounding moves the loss by {spread:.2g} of the {learned:.2g} that are learned"
    return ""


def write(case, written, run, twin, perturbed):
    fields = case.fields
    fields["args"] = [
        {"shared": a.name} if isinstance(a, digits.Shared) else trees.encode(a, case.ref)
        for a in written
    ]
    fields["kwargs"] = {}
    fields["out"] = [trees.encode(leaf, case.result_ref) for leaf in run]
    fields["truth"], fields["perturbed"] = [None] * len(run), [None] * len(run)
    for place in (LOSSES, TRACES):
        fields["truth"][place] = case.result_ref(twin[place])
        others = torch.stack([other[place] for other in perturbed])
        fields["perturbed"][place] = case.result_ref(others)
    fields |= {"cot": [], "grad": [], "gradTruth": None, "process": ""}
    case.release()


def strains(case, tensors):
    """Runs a stored case again: what differs that must not, and the largest part of the envelope."""
    given = [
        digits.tensor(a["shared"]) if isinstance(a, dict) else a for a in case["args"]
    ]
    run = trajectory_call.run(case["op"], *given)
    if run[EXACT] != case["out"][EXACT]:
        return "other weights, orders or masks", 0
    worst = 0
    for place in (LOSSES, TRACES):
        stored = [case[field][place] for field in ("out", "truth", "perturbed")]
        theirs, truth, others = (tensors[reference["t"]] for reference in stored)
        samples = torch.cat([theirs.unsqueeze(0), others])
        worst = max(worst, strain(run[place], truth, samples))
    return "", worst


def strain(ours, truth, samples):
    """The largest distance from the truth as a part of what the envelope allows there."""
    distance = distances if ours.dim() == 1 else trace_distances
    allowed = distance(samples, truth).amax(0).cummax(0).values * FACTOR
    size = truth.abs() if ours.dim() == 1 else truth[..., 0]
    found = distance(ours, truth) / (allowed + FLOOR * size)
    return float(found.nan_to_num(0, posinf=float("inf")).max())


def distances(found, truth):
    return (found - truth).abs()


def trace_distances(found, truth):
    return (found - truth)[..., 1:].square().mean(-1).sqrt()
