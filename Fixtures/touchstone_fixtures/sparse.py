"""Sparse tensors as lists, `["sparse", indices, values, size, is_coalesced]`: one form everywhere."""

import torch


def is_sparse(value):
    return isinstance(value, torch.Tensor) and value.layout == torch.sparse_coo


def written(tensor):
    """The list of a sparse tensor: what it stores, in its order."""
    tensor = tensor.detach()
    indices, values = tensor._indices(), tensor._values()
    return ["sparse", indices, values, list(tensor.shape), tensor.is_coalesced()]


def revived(parts):
    """The tensor of a list."""
    _, indices, values, size, is_coalesced = parts
    return torch.sparse_coo_tensor(indices, values, size, is_coalesced=is_coalesced)


def stored(tensor):
    """What a sparse tensor stores; another one itself."""
    return tensor._values() if is_sparse(tensor) else tensor
