"""Maps that remove what PyTorch leaves undefined: signs of vectors, ties, uninitialised memory.

Each map has a counterpart of the same name in the Swift harness, applied before comparing and
before going backward. A map takes the output leaves and the call's arguments.
"""

import torch

UNINITIALISED = {
    "empty", "empty_like", "empty_permuted", "empty_strided", "new_empty", "new_empty_strided",
    "resize_", "resize_as_",
}
# Where an index is returned, and the position of `dim` among the arguments after the input.
INDEXED = {
    "topk": 1, "kthvalue": 1, "median": 0, "nanmedian": 0, "mode": 0,
    "sort": 0, "argsort": 0, "msort": 0,
}
# Sorts keep the order of equal elements only when asked to.
SORTS = {"sort", "argsort", "msort"}


def svd(leaves, call):
    """(U, S, Vh) -> |U_k|, S, |Vh_k|, U_k Vh_k: unique whatever sign each pair of vectors has."""
    u, s, vh = leaves
    if call.op == "svd":
        vh = vh.mT
    k = s.shape[-1]
    u, vh = u[..., :, :k], vh[..., :k, :]
    return [u.abs(), s, vh.abs(), u @ vh]


def eigh(leaves, call):
    """(L, V) -> L, |V|, V diag(L) V^T."""
    values, vectors = leaves
    return [values, vectors.abs(), (vectors * values.unsqueeze(-2)) @ vectors.mT]


def qr(leaves, call):
    """(Q, R) -> the first k columns and rows with the diagonal of R made non-negative."""
    q, r = leaves
    k = min(r.shape[-2], r.shape[-1])
    r = r[..., :k, :]
    sign = torch.where(r.detach().diagonal(dim1=-2, dim2=-1) < 0, -1.0, 1.0).to(r.dtype)
    q = q[..., :, :k] * sign.unsqueeze(-2) if q.numel() else q
    return [q, r * sign.unsqueeze(-1)]


def zero(leaves, call):
    """Contents are undefined: only shape and dtype remain."""
    return [torch.zeros_like(leaf) for leaf in leaves]


def gather(leaves, call):
    """Which of several equal elements is named is undefined: the element named is not."""
    if call.op == "msort":
        return leaves
    tensor, dim, indices = call.args[0], indexed_dim(call), leaves[-1]
    if indices.dim() < tensor.dim():
        indices = indices.unsqueeze(dim)
    return leaves[:-1] + [tensor.detach().gather(dim, indices)]


MAPS = {"svd": svd, "eigh": eigh, "qr": qr, "zero": zero, "gather": gather}
DECOMPOSITIONS = {
    "svd": "svd", "linalg.svd": "svd", "linalg.eigh": "eigh", "qr": "qr", "linalg.qr": "qr",
}


def indexed_dim(call):
    if call.op == "msort":
        return 0
    position = INDEXED[call.op] + 1
    if len(call.args) > position:
        return call.args[position]
    return call.kwargs.get("dim", -1)


def chosen(call, leaves):
    """The name of the map for a call, "" when its outputs are unique."""
    if call.op in UNINITIALISED:
        return "zero"
    if call.op in INDEXED:
        names_elements = len(leaves) == 2 or call.op in SORTS
        fixed = call.op in SORTS and call.kwargs.get("stable", False)
        return "gather" if names_elements and not fixed and has_ties(call) else ""
    return DECOMPOSITIONS.get(call.op, "")


def has_ties(call):
    """Whether two elements along the reduced dimension are equal (NaN equals NaN)."""
    tensor = call.args[0].detach()
    if tensor.dim() == 0 or tensor.numel() == 0:
        return False
    dim = indexed_dim(call)
    ordered = tensor.sort(dim=dim).values
    first = ordered.narrow(dim, 0, ordered.shape[dim] - 1)
    second = ordered.narrow(dim, 1, ordered.shape[dim] - 1)
    return bool(((first == second) | ((first != first) & (second != second))).any())
