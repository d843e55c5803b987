"""The command line of generate.py."""

import argparse
import os
import shutil
import sys
import tempfile

import torch

from . import (
    budget, catalogue, modules_suite, networks_suite, ops_suite, optimizers_suite, random_suites,
    report, schedulers_suite, self_check, tables, trajectories_suite, verify,
)


def arguments(argv):
    parser = argparse.ArgumentParser(
        prog="generate.py", description="Writes Touchstone's fixtures from PyTorch's own samples."
    )
    suites = ["all", "ops", *report.CLASS_SUITES, "tables", *random_suites.SUITES]
    parser.add_argument("--suite", choices=suites, help="default: all, or ops where --ops is given")
    parser.add_argument("--ops", metavar="GLOB[,GLOB]|@FILE", help="op_db names (default: ops.txt), or what --suite holds: classes, random functions")
    parser.add_argument("--dtypes", metavar="A,B", help="dtypes (default: all ten)")
    parser.add_argument("--seed", type=int, default=0, help="seed of all samples (default 0)")
    parser.add_argument("--out", metavar="DIR", help="directory to write")
    parser.add_argument("--capability", default="avx2", help="PyTorch's kernels: avx2 (default) or default, its scalar build")
    parser.add_argument("--full", action="store_true", help="every sample, no size budget")
    parser.add_argument("--list", action="store_true", help="list the chosen names and stop")
    parser.add_argument("--verify", metavar="DIR", help="re-run the cases of DIR and compare")
    parser.add_argument("--self-check", action="store_true", help="test the generator itself")
    return parser.parse_args(argv)


def main(argv):
    options = arguments(argv)
    torch.set_num_threads(1)
    try:
        return dispatch(options)
    except catalogue.UsageError as error:
        print(f"generate.py: {error}", file=sys.stderr)
        return 2


def dispatch(options):
    if options.verify:
        return verify.verify(options.verify)
    if options.self_check:
        return self_check.run()
    names = catalogue.selected(None if names_others(options) else options.ops)
    dtype_names = catalogue.selected_dtypes(options.dtypes)
    if options.list:
        print("\n".join(names))
        return 0
    if options.out is None:
        raise catalogue.UsageError("--out DIR is missing")
    with staged(options.out) as folder:
        generate(options, names, dtype_names, folder)
    return 0


def names_others(options):
    """Whether `--ops` names classes or random functions instead of operations."""
    return options.suite in (*report.CLASS_SUITES, *random_suites.SUITES)


def generate(options, names, dtype_names, folder):
    found = report.Report(options.seed)
    limits = budget.Limits(options.full)
    suite = options.suite or ("ops" if options.ops else "all")
    others = options.ops if names_others(options) else None
    if suite in ("all", "ops"):
        ops_suite.generate(names, dtype_names, folder, options.seed, limits, found)
        if options.ops is None:
            ops_suite.count_uncovered(set(names), options.seed, found)
    for name in random_suites.SUITES:
        if suite in ("all", name):
            random_suites.generate(others, name, dtype_names, folder, options.seed, found)
    if suite in ("all", "modules"):
        modules_suite.generate(
            others, dtype_names, folder, options.seed, limits.for_modules(), found)
    if suite in ("all", "networks"):
        networks_suite.generate(dtype_names, folder, options.seed, found)
    if suite in ("all", "optimizers"):
        optimizers_suite.generate(others, dtype_names, folder, options.seed, found)
    if suite in ("all", "schedulers"):
        schedulers_suite.generate(others, folder, options.seed, found)
    if suite in ("all", "trajectories"):
        trajectories_suite.generate(others, dtype_names, folder, options.seed, found)
    if suite in ("all", "tables"):
        tables.generate(folder, options.seed, found)
    report.write_json(os.path.join(folder, "manifest.json"), found.manifest())


class staged:
    """A sibling directory that takes the place of `out` only when everything was written."""

    def __init__(self, out):
        self.out = os.path.abspath(out)

    def __enter__(self):
        parent = os.path.dirname(self.out)
        try:
            os.makedirs(parent, exist_ok=True)
            self.temporary = tempfile.mkdtemp(prefix=".touchstone-", dir=parent)
            os.chmod(self.temporary, 0o755)
        except OSError as error:
            raise catalogue.UsageError(f"cannot write to {self.out}: {error.strerror}") from None
        self.refuse_foreign()
        return self.temporary

    def refuse_foreign(self):
        """Replaces only an empty directory or an earlier corpus."""
        if not os.path.exists(self.out) or os.path.exists(os.path.join(self.out, "manifest.json")):
            return
        if not os.path.isdir(self.out) or os.listdir(self.out):
            shutil.rmtree(self.temporary)
            raise catalogue.UsageError(f"{self.out} exists and holds no fixtures; not replacing it")

    def __exit__(self, kind, error, trace):
        if kind is not None:
            shutil.rmtree(self.temporary)
            return
        old = self.temporary + ".old"
        if os.path.exists(self.out):
            os.rename(self.out, old)
        os.rename(self.temporary, self.out)
        shutil.rmtree(old, ignore_errors=True)
