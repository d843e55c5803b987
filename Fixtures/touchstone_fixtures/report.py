"""What was written and what was not: the source of manifest.json."""

import json
import os

import torch

from . import catalogue, dtypes, provenance, store


def ranges(indices):
    """`[1, 2, 3, 7]` as `1-3,7`."""
    parts = []
    for index in sorted(indices):
        if parts and parts[-1][1] == index - 1:
            parts[-1][1] = index
        else:
            parts.append([index, index])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


# Suites whose cases are of classes.
CLASS_SUITES = ("modules", "networks", "optimizers", "schedulers", "trajectories")


class Scope:
    """Left-out samples of one entry and dtype, grouped by reason."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.reasons = {}

    def leave_out(self, indices, reason):
        for index in indices:
            self.reasons.setdefault(reason, []).append(index)

    def entries(self):
        for reason, indices in self.reasons.items():
            if len(indices) == 1:
                yield {"id": f"{self.prefix}/{indices[0]}", "reason": reason}
            else:
                yield {"id": self.prefix, "samples": ranges(indices), "reason": reason}


class Report:
    """Collects files, sample counts and reasons during a run."""

    def __init__(self, seed):
        self.seed = seed
        self.files = {suite: [] for suite in ("ops", "rng", "init", *CLASS_SUITES)}
        self.tables = []
        self.data = []
        self.samples = {}
        self.scopes = []
        self.class_scopes = {suite: [] for suite in CLASS_SUITES}
        self.class_names = {suite: {} for suite in CLASS_SUITES}
        self.singles = []

    def scope(self, info, dtype, count):
        """Where an entry's left-out samples of one dtype go; also counts op_db's samples."""
        self.count(info, dtype, count)
        variant = f".{info.variant_test_name}" if info.variant_test_name else ""
        self.scopes.append(Scope(f"ops/{info.name}{variant}/{dtype}"))
        return self.scopes[-1]

    def class_scope(self, name, dtype, count, suite="modules"):
        """The same for a class."""
        self.count_samples(name, dtype, count)
        self.class_scopes[suite].append(Scope(f"{suite}/{name}/{dtype}"))
        return self.class_scopes[suite][-1]

    def count(self, info, dtype, count):
        self.count_samples(info.name, dtype, count)

    def count_samples(self, name, dtype, count):
        counts = self.samples.setdefault(name, {})
        counts[dtype] = counts.get(dtype, 0) + count

    def leave_out(self, identifier, reason):
        self.singles.append({"id": identifier, "reason": reason})

    def add_file(self, out, relative, cases, suite="ops"):
        self.files[suite].append(file_entry(out, relative, cases))

    def add_table(self, out, relative, cases):
        self.tables.append(file_entry(out, relative, cases))

    def add_data(self, out, relative):
        self.data.append(file_entry(out, relative, 0))

    def manifest(self):
        left_out = [entry for scope in self.scopes for entry in scope.entries()] + self.singles
        names = {}
        for name in catalogue.by_name():
            names[name] = {**catalogue.description(name), "samples": self.counts(name)}
        ops = {"files": self.files["ops"], "names": names, "left_out": left_out}
        return {
            "schema": 1,
            "torch": provenance.torch_version(),
            "cpu_capability": provenance.cpu_capability(),
            "threads": torch.get_num_threads(),
            "seed": self.seed,
            "generator_sha256": provenance.generator_sha256(),
            "suites": {
                "ops": ops,
                "rng": {"files": self.files["rng"]},
                "init": {"files": self.files["init"]},
                **{suite: self.classes(suite) for suite in CLASS_SUITES},
                "tables": {"files": self.tables},
                "data": {"files": self.data},
            },
        }

    def classes(self, suite):
        left_out = [entry for scope in self.class_scopes[suite] for entry in scope.entries()]
        names = {
            name: {**description, "samples": self.counts(name)}
            for name, description in self.class_names[suite].items()
        }
        return {"files": self.files[suite], "names": names, "left_out": left_out}

    def counts(self, name):
        found = self.samples.get(name, {})
        return {dtype: found[dtype] for dtype in dtypes.BY_NAME if dtype in found}


def file_entry(out, relative, cases):
    sha256, size = store.digest(os.path.join(out, relative))
    return {"path": relative, "sha256": sha256, "bytes": size, "cases": cases}


def write_json(path, value, depth=4):
    """Atomically; one line for each element of the long lists, so that differences are readable."""
    temporary = f"{path}.partial"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(readable(value, depth) + "\n")
    os.replace(temporary, path)


def readable(value, depth, indent=0):
    """JSON with the outer `depth` levels broken over lines and the inner ones compact."""
    if depth == 0 or not isinstance(value, (dict, list)) or not value:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        parts = [f"{json.dumps(k)}: {readable(v, depth - 1, indent + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(pad + part for part in parts) + "\n" + " " * indent + "}"
    parts = [readable(item, depth - 1, indent + 1) for item in value]
    return "[\n" + ",\n".join(pad + part for part in parts) + "\n" + " " * indent + "]"
