#!/usr/bin/env python3
"""Writes Touchstone's fixtures from PyTorch. See README.md for the options and the layout."""

import argparse
import os
import sys

CAPABILITIES = ("avx2", "default")


def capability(arguments):
    """What `--capability` asks for; the other options are read later."""
    parser = argparse.ArgumentParser(prog="generate.py", add_help=False, allow_abbrev=False)
    parser.add_argument("--capability", choices=CAPABILITIES, default=CAPABILITIES[0])
    return parser.parse_known_args(arguments)[0].capability


# PyTorch's results differ between instruction sets; the choice must be made before its import.
os.environ["ATEN_CPU_CAPABILITY"] = capability(sys.argv[1:])
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
os.environ.setdefault("MKL_CBWR", "AVX2")

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from touchstone_fixtures.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
