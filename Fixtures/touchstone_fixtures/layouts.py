"""The same call with its tensors laid out differently, empty, 0-d, or with negative dimensions."""

import torch

from . import edge_values
from .mutations import DIM_NAMES, is_integer, with_arg, with_kwarg

# Where the first arguments after the input are dimensions.
DIM_POSITIONS = {
    1: (
        "amax amin argmax argmin argsort cummax cummin cumprod cumsum diff gather index_add "
        "index_copy index_fill index_reduce index_select log_softmax logcumsumexp logsumexp median "
        "mode nanmedian narrow narrow_copy prod scatter scatter_add scatter_reduce select slice "
        "softmax sort squeeze squeeze_copy sum mean std var unbind unbind_copy unflatten unfold "
        "unfold_copy unsqueeze unsqueeze_copy transpose transpose_copy flatten max min"
    ).split(),
    2: (
        "chunk split split_with_sizes split_with_sizes_copy tensor_split topk kthvalue transpose "
        "transpose_copy unsafe_chunk unsafe_split select_scatter slice_scatter take_along_dim "
        "renorm"
    ).split(),
}
# These add a dimension: -1 then means one more.
INSERTING = {"unsqueeze", "unsqueeze_copy", "stack"}
# PyTorch reads past the end of an operand with stride 0 along the dimension these work on.
READS_PAST_EXPANDED = {"median", "nanmedian", "masked.median"}

# PyTorch's derivative reads memory that is not there when there are no elements.
STOPS_ON_EMPTY = {"nn.functional.pdist"}


def variants(call, unchecked, factorising):
    """(edge class, call) for each way; `unchecked` calls keep their sizes and values."""
    yield "transposed", relaid(call, transposed)
    yield "sliced", relaid(call, sliced)
    if unchecked:
        return
    if not factorising and call.op not in READS_PAST_EXPANDED:
        yield "expanded", relaid(call, expanded, floating_only=True)
    if call.op not in STOPS_ON_EMPTY:
        yield "empty", relaid(call, emptied)
    yield "scalar", relaid(call, scalar, floating_only=True)
    yield from negative_dims(call)


def relaid(call, change, floating_only=False):
    """The call with `change` applied to each tensor; gradients go to the changed ones."""
    replacements = {}
    for tensor in edge_values.distinct(call):
        if tensor.is_floating_point() or not floating_only:
            changed = change(tensor.detach())
            replacements[id(tensor)] = changed.requires_grad_(tensor.requires_grad)
    return call.mapped(lambda leaf: replacements.get(id(leaf), leaf))


def transposed(tensor):
    """Equal values, last two strides swapped."""
    if tensor.dim() < 2:
        return sliced(tensor)
    return tensor.mT.clone(memory_format=torch.contiguous_format).mT


def sliced(tensor):
    """Equal values, every second element of a storage that starts one element earlier."""
    if tensor.dim() == 0:
        return torch.stack([tensor, tensor])[1]
    wide = torch.repeat_interleave(tensor, 2, dim=-1)
    return wide[..., 1::2]


def expanded(tensor):
    """The first slice repeated by stride 0."""
    if tensor.dim() == 0 or tensor.shape[0] == 0:
        return tensor.clone()
    return tensor[:1].clone().expand(tensor.shape)


def emptied(tensor):
    return tensor[:0].clone() if tensor.dim() else tensor.clone()


def scalar(tensor):
    return tensor.flatten()[0].clone() if tensor.numel() else tensor.clone()


def negative_dims(call):
    """Each dimension argument counted from the end."""
    if not isinstance(call.args[0], torch.Tensor):
        return
    rank = call.args[0].dim() + (call.op in INSERTING)
    for name, value in call.kwargs.items():
        if name in DIM_NAMES and is_integer(value) and value >= 0:
            yield "negative-dim", with_kwarg(call, name, value - rank)
    for position, names in DIM_POSITIONS.items():
        if call.op in names and len(call.args) > position and is_integer(call.args[position]):
            if call.args[position] >= 0:
                yield "negative-dim", with_arg(call, position, call.args[position] - rank)
