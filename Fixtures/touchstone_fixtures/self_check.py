"""`--self-check`: the generator's own tests, on a handful of operations."""

import json
import os
import tempfile

import torch

from . import catalogue, cli, evaluate, reader, rounding, trajectories_suite, trees

OPS = "add,sum,topk,linalg.svd,cat,as_strided,__getitem__,empty"
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def run():
    """Runs all checks; 0 when they hold."""
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for function in CHECKS:
            failures += not holds(function, folder)
    print(f"{len(CHECKS) - failures} passed, {failures} failed, 0 skipped")
    return 1 if failures else 0


def holds(function, folder):
    try:
        function(folder)
    except AssertionError as error:
        print(f"FAILED {function.__name__}: {error}")
        return False
    return True


def generate(folder, *options):
    return cli.main(["--out", folder, *options])


def contents(folder):
    """Every written file by its path."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                found[os.path.relpath(os.path.join(parent, name), folder)] = file.read()
    return found


@check
def same_seed_same_bytes(folder):
    first, second = os.path.join(folder, "first"), os.path.join(folder, "second")
    assert generate(first, "--ops", OPS) == 0 and generate(second, "--ops", OPS) == 0
    assert contents(first) == contents(second)


@check
def a_subset_holds_the_same_cases(folder):
    part = os.path.join(folder, "part")
    assert generate(part, "--ops", "topk", "--dtypes", "float32") == 0
    whole = {case["id"]: case for case in cases(os.path.join(folder, "first"), "topk")}
    for case in cases(part, "topk"):
        assert case["out"] == whole[case["id"]]["out"], case["id"]


def cases(folder, op):
    return reader.File(os.path.join(folder, "ops", f"{op}.h5")).cases


@check
def another_seed_gives_other_numbers(folder):
    other = os.path.join(folder, "other")
    assert generate(other, "--ops", "add", "--seed", "1") == 0
    assert contents(other)["ops/add.h5"] != contents(os.path.join(folder, "first"))["ops/add.h5"]


@check
def what_is_written_runs_again_bit_for_bit(folder):
    assert cli.main(["--verify", os.path.join(folder, "first")]) == 0


@check
def a_changed_byte_is_found(folder):
    broken = os.path.join(folder, "part")
    path = os.path.join(broken, "ops", "topk.h5")
    with open(path, "r+b") as file:
        file.truncate(os.path.getsize(path) // 2)
    assert cli.main(["--verify", broken]) == 1


@check
def random_numbers_run_again_to_the_bit(folder):
    path = os.path.join(folder, "init")
    assert generate(path, "--suite", "init", "--dtypes", "float32") == 0
    assert cli.main(["--verify", path]) == 0
    cases = reader.File(os.path.join(path, "init", "nn.init.normal_.h5")).cases
    changed = [case for case in cases if case["state_before"] != case["state_after"]]
    assert len(changed) > 10, len(changed)


@check
def a_run_keeps_to_its_envelope(folder):
    path = os.path.join(folder, "run")
    assert generate(path, "--suite", "trajectories", "--ops", "linear_regression") == 0
    assert cli.main(["--verify", path]) == 0
    file = reader.File(os.path.join(path, "trajectories", "linear_regression.h5"))
    (case,) = file.cases
    tensors = file.tensors(case)
    case["args"][0] += 1
    assert trajectories_suite.strains(case, tensors)[0], "another seed went unnoticed"
    run, truth, others = (
        tensors[case[field][trajectories_suite.LOSSES]["t"]]
        for field in ("out", "truth", "perturbed"))
    assert trajectories_suite.strain(run, truth, others) < 1
    assert trajectories_suite.strain(run * 1.0001, truth, others) > 10


@check
def bad_requests_exit_with_2(folder):
    assert generate(os.path.join(folder, "x"), "--ops", "no_such_op") == 2
    assert generate(os.path.join(folder, "x"), "--dtypes", "float128") == 2
    assert generate("/proc/no/such/folder", "--ops", "add") == 2
    assert cli.main(["--ops", "add"]) == 2
    assert cli.main(["--verify", os.path.join(folder, "nothing")]) == 2


@check
def a_foreign_folder_is_not_replaced(folder):
    foreign = os.path.join(folder, "foreign")
    os.makedirs(foreign)
    open(os.path.join(foreign, "thesis.txt"), "w").close()
    assert generate(foreign, "--ops", "add") == 2
    assert os.listdir(foreign) == ["thesis.txt"]


@check
def arguments_survive_the_round_trip(folder):
    values = [None, True, 3, "text", 0.1, float("inf"), 2 + 1j]
    values += [(1, [2, (3,)]), slice(1, None, 2), Ellipsis]
    again = reader.decoded(json.loads(json.dumps(trees.encode(values, None))), [])
    assert again == values, again
    assert trees.encode(-0.0, None) == {"f": "-0.0"}


@check
def rounding_is_that_of_the_terms(folder):
    one = torch.tensor([[3.7]], dtype=torch.float64, requires_grad=True)
    _, gradients = movements("nn.functional.layer_norm", [one, (1,)])
    assert -53 < int(gradients) < -40, gradients
    equal = torch.tensor([2.0, 2.0, 1.0], dtype=torch.float64, requires_grad=True)
    assert movements("amax", [equal]) == (None, None), "choosing rounds nothing"


def movements(name, args):
    """How far rounding moves the result and the gradient of a call."""
    call = evaluate.Call(name, catalogue.by_name()[name][0], args, {})
    outcome = evaluate.forward(call)
    weights = [torch.ones_like(leaf) for leaf in outcome.leaves]
    evaluate.backward(name, outcome, args[:1], weights)
    results, gradients, _ = rounding.scales(call, outcome, outcome, torch.float64, 0, name)
    return results[0], gradients[0]


@check
def every_covered_name_exists(folder):
    listed = catalogue.read_list(catalogue.DEFAULT_LIST)
    assert len(listed) == len(set(listed)), "a name stands twice"
    assert set(listed) <= set(catalogue.by_name())
