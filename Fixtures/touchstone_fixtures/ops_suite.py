"""Suite `ops`: one file per name of op_db."""

import os
import sys
import time

from . import catalogue, edges, errors, samples, store


def generate(names, dtype_names, out, seed, limits, report):
    """Writes the file of each name; progress goes to standard error."""
    os.makedirs(os.path.join(out, "ops"), exist_ok=True)
    for position, name in enumerate(names, 1):
        start = time.time()
        cases = cases_of(name, dtype_names, seed, limits, report)
        relative = f"ops/{name}.h5"
        if cases:
            store.write_file(os.path.join(out, relative), name, cases, seed)
            report.add_file(out, relative, len(cases))
        progress(position, len(names), name, len(cases), time.time() - start)


def cases_of(name, dtype_names, seed, limits, report):
    found = []
    for info in catalogue.by_name()[name]:
        supported = catalogue.supported(info)
        for dtype in dtype_names:
            if dtype in supported:
                found += samples.cases(info, dtype, seed, limits, report)
        found += edges.cases(info, dtype_names, seed, report)
        found += errors.cases(info, seed, report)
    return found


def count_uncovered(names, seed, report):
    """Numbers of samples of the names that are not written: the manifest's denominator."""
    for name, entries in catalogue.by_name().items():
        if name in names:
            continue
        for info in entries:
            for dtype in catalogue.supported(info):
                count_entry(info, dtype, seed, report)


def count_entry(info, dtype, seed, report):
    try:
        report.count(info, dtype, len(samples.drawn(info, dtype, seed)))
    except Exception as error:  # op_db's generators may need what this machine lacks
        report.leave_out(f"ops/{info.name}/{dtype}", f"op_db cannot draw samples: {error}")


def progress(position, total, name, cases, seconds):
    line = f"[{position:>3}/{total}] {name}: {cases} cases, {seconds:.1f} s"
    print(line, file=sys.stderr, flush=True)
