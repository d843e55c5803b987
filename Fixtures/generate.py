#!/usr/bin/env python3
"""Writes Touchstone's fixtures from PyTorch. See README.md for the options and the layout."""

import os

# PyTorch's results differ between instruction sets; the choice must be made before its import.
os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
os.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "1"
os.environ.setdefault("MKL_CBWR", "AVX2")

import sys  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from touchstone_fixtures.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
