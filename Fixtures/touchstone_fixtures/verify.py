"""`--verify DIR`: are the files what the manifest says, and does PyTorch still say the same?

Differences of a few units in the last place come from another instruction set or library build;
anything larger is a real change of PyTorch or of the generator.
"""

import collections
import json
import os
import sys

import torch

from . import (
    catalogue, errors, provenance, random_suites, reader, report, scalar_build, sparse, store,
    tables, trajectories_suite,
)

NOISE_ULPS = 64


class Tally:
    """Counts cases by verdict and remembers the worst of each operation."""

    def __init__(self):
        self.counts = collections.Counter()
        self.noisy = {}
        self.findings = []
        # Cases of the build that this process does not run.
        self.left = 0

    def add(self, identifier, op, ulps):
        if ulps == 0:
            self.counts["equal"] += 1
        elif ulps <= NOISE_ULPS:
            self.counts["noise"] += 1
            self.noisy[op] = max(self.noisy.get(op, 0), ulps)
        else:
            self.find(identifier, f"result changed ({ulps:.3g} units in the last place)")

    def find(self, where, what):
        self.counts["changed"] += 1
        self.findings.append(f"{where}: {what}")


def verify(folder):
    """Prints a summary; 0 when everything agrees, 1 when not."""
    manifest = read_manifest(folder)
    tally = Tally()
    for suite in ("ops", *report.CLASS_SUITES, *random_suites.SUITES):
        for entry in manifest["suites"].get(suite, {"files": []})["files"]:
            verify_file(folder, entry, tally)
    for entry in manifest["suites"].get("data", {"files": []})["files"]:
        verify_hash(folder, entry, tally)
    verify_tables(folder, manifest, tally)
    print_summary(manifest, tally)
    return 1 if tally.findings else 0


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_manifest(folder):
    path = os.path.join(folder, "manifest.json")
    try:
        return read_json(path)
    except (OSError, ValueError) as error:
        raise catalogue.UsageError(f"cannot read {path}: {error}") from None


def verify_file(folder, entry, tally):
    try:
        verify_hash(folder, entry, tally)
        file = reader.File(os.path.join(folder, entry["path"]))
    except (OSError, reader.Unreadable) as error:
        tally.find(entry["path"], f"cannot be read: {error}")
        return
    if (file.attributes["cpu_capability"] == "DEFAULT") != scalar_build.is_running():
        tally.left += len(file.cases)
        return
    for case in file.cases:
        verify_case(case, file.tensors(case), tally)
    print(f"{entry['path']}: {len(file.cases)} cases", file=sys.stderr, flush=True)


def verify_hash(folder, entry, tally):
    if store.digest(os.path.join(folder, entry["path"])) != (entry["sha256"], entry["bytes"]):
        tally.find(entry["path"], "is not the file of the manifest (sha256 or size differ)")


def verify_tables(folder, manifest, tally):
    """The tables are small: they are made again and compared."""
    files = manifest["suites"]["tables"]["files"]
    entries = {entry["path"]: entry for entry in files}
    for name, contents, cases in tables.all_tables(manifest["seed"]) if entries else ():
        path = os.path.join(folder, name)
        if not os.path.exists(path) or store.digest(path)[0] != entries[name]["sha256"]:
            tally.find(name, "is not the file of the manifest")
        elif read_json(path) != contents:
            tally.find(name, "PyTorch says something else now")
        else:
            tally.counts["equal"] += cases


def verify_case(case, tensors, tally):
    if "state_before" in case:
        problem = random_suites.difference(case, tensors)
        return tally.find(case["id"], problem) if problem else tally.add(case["id"], case["op"], 0)
    if "perturbed" in case:
        return verify_trajectory(case, tensors, tally)
    if case["kind"] == "error":
        error = errors.failure(reader.call_of(case, tensors))
        if error is None or errors.kind_of(error) != case["error"]["type"]:
            tally.find(case["id"], "PyTorch no longer refuses this call in the same way")
        else:
            tally.counts["equal"] += 1
        return
    try:
        outcome = reader.rerun(case, tensors)
    except Exception as error:
        tally.find(case["id"], f"PyTorch fails: {error}")
        return
    leaves, gradients = reader.expected(case, tensors)
    pairs = list(zip(outcome.leaves, leaves)) + list(zip(outcome.gradients, gradients))
    if len(outcome.leaves) != len(leaves) or len(outcome.gradients) != len(gradients):
        tally.find(case["id"], "another number of results")
        return
    tally.add(case["id"], case["op"], max((distance(a, b) for a, b in pairs), default=0))


def verify_trajectory(case, tensors, tally):
    """Another instruction set moves a run, but not out of its envelope."""
    problem, strain = trajectories_suite.strains(case, tensors)
    if problem or strain > 1:
        tally.find(case["id"], problem or f"leaves its envelope ({strain:.3g} times)")
    else:
        tally.counts["equal"] += 1


def distance(found, written):
    """0 for equal, else the largest difference in units of the largest element's last place."""
    if not isinstance(written, torch.Tensor):
        return 0 if found == written or found != found and written != written else float("inf")
    if found is None or found.dtype != written.dtype or found.shape != written.shape:
        return float("inf")
    if found.layout != written.layout:
        return float("inf")
    if sparse.is_sparse(found):
        if not torch.equal(found._indices(), written._indices()):
            return float("inf")
        return distance(found._values(), written._values())
    found, written = found.detach(), written.detach()
    same = (found == written) | ((found != found) & (written != written))
    if bool(same.all()):
        return 0
    if not found.is_floating_point():
        return float("inf")
    scale = written.double().abs().nan_to_num(0, 0, 0).max() * torch.finfo(written.dtype).eps
    worst = (found.double() - written.double()).abs()[~same].nan_to_num(float("inf")).max()
    return float(worst / scale) if scale else float("inf")


def print_summary(manifest, tally):
    if manifest["generator_sha256"] != provenance.generator_sha256():
        print("note: written by another version of the generator")
    if tally.left:
        other = "avx2" if scalar_build.is_running() else "default"
        print(f"note: {tally.left} cases are left to --capability {other}")
    for op, ulps in sorted(tally.noisy.items()):
        print(f"noise: {op} differs by {ulps:.3g} units in the last place")
    for finding in tally.findings[:50]:
        print(f"CHANGED {finding}")
    counts = tally.counts
    print(f"{counts['equal']} equal, {counts['noise']} noise, {counts['changed']} changed")
