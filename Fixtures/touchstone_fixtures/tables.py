"""Suite `tables`: type promotion, printing and indexing, as JSON that a person can read."""

import os
import warnings

from . import indexing, printing, promotion, report


def all_tables(seed):
    """File name, contents, and number of cases."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        promoted, printed, indexed = promotion.table(), printing.table(seed), indexing.table(seed)
    yield "promotion.json", promoted, promotion.number_of_cases(promoted)
    yield "printing.json", printed, len(printed["cases"])
    yield "indexing.json", indexed, len(indexed["cases"])


def generate(folder, seed, found):
    for name, contents, cases in all_tables(seed):
        report.write_json(os.path.join(folder, name), contents, depth=3)
        found.add_table(folder, name, cases)
