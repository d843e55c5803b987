"""promotion.json: PyTorch's type promotion as one readable table."""

import itertools

import torch

from . import dtypes

SCALARS = {"int": 3, "float": 0.5, "bool": True}


def operands():
    """Name and value of every kind of operand: dimensioned, 0-d, and Python scalar."""
    for name, dtype in dtypes.BY_NAME.items():
        yield f"tensor {name}", torch.ones(2, dtype=dtype)
    for name, dtype in dtypes.BY_NAME.items():
        yield f"scalar-tensor {name}", torch.ones((), dtype=dtype)
    for name, value in SCALARS.items():
        yield f"python {name}", value


def result_types():
    """`{left: {right: dtype}}` for torch.result_type over all pairs of operands."""
    table = {}
    for (left, a), (right, b) in itertools.product(operands(), repeat=2):
        table.setdefault(left, {})[right] = dtypes.NAMES[torch.result_type(a, b)]
    return table


def by_pairs(function):
    """`{from: {to: value}}` over all pairs of dtypes."""
    pairs = dtypes.BY_NAME.items()
    return {name: {other: function(a, b) for other, b in pairs} for name, a in pairs}


def table():
    promoted = by_pairs(lambda a, b: dtypes.NAMES[torch.promote_types(a, b)])
    return {
        "schema": 1,
        "default_dtype": dtypes.NAMES[torch.get_default_dtype()],
        "result_type": result_types(),
        "promote_types": promoted,
        "can_cast": by_pairs(torch.can_cast),
    }


def number_of_cases(table):
    tables = (table["result_type"], table["promote_types"], table["can_cast"])
    return sum(len(row) for rows in tables for row in rows.values())
