"""Cases of PyTorch's scalar build, which rounds some random numbers differently.

PyTorch chooses its build when it is imported, so another process writes them: `generate.py` with
`--capability default`. Their files and ids carry the variant `scalar`.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
from fnmatch import fnmatchcase

from . import provenance

VARIANT = "scalar"
DTYPES = ("float32", "float64", "float16", "bfloat16")
# Functions that differ by themselves, and two that are made of them.
NAMES = {
    "rng": ("Tensor.uniform_", "Tensor.normal_", "Tensor.cauchy_", "Tensor.log_normal_"),
    "init": ("nn.init.trunc_normal_", "nn.init.xavier_normal_"),
}


def variant():
    """What the cases that this process writes are called."""
    return VARIANT if is_running() else ""


def is_running():
    return provenance.cpu_capability() == "DEFAULT"


def generate(suite, request, dtype_names, out, seed, report):
    """Adds the files of the scalar build to those that this process has written."""
    names = [n for n in NAMES[suite] if request is None or matches(n, request)]
    chosen = [dtype for dtype in dtype_names if dtype in DTYPES]
    if is_running() or not names or not chosen:
        return
    with tempfile.TemporaryDirectory(dir=out) as folder:
        written = os.path.join(folder, "corpus")
        run("--suite", suite, "--ops", ",".join(names), "--dtypes", ",".join(chosen),
            "--seed", str(seed), "--out", written)
        manifest = json.loads(pathlib.Path(written, "manifest.json").read_text(encoding="utf-8"))
        for entry in manifest["suites"][suite]["files"]:
            shutil.move(os.path.join(written, entry["path"]), os.path.join(out, entry["path"]))
            report.add_file(out, entry["path"], entry["cases"], suite)


def matches(name, request):
    return any(fnmatchcase(name, pattern) for pattern in request.split(","))


def run(*arguments):
    script = str(provenance.FOLDER / "generate.py")
    subprocess.run([sys.executable, script, "--capability", "default", *arguments], check=True)
