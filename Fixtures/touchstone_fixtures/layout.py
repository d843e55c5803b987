"""Storage spans: the part of a storage that a tensor touches, and copies that keep the layout."""


def span_length(tensor):
    """Elements from the first to the last one that `tensor` touches."""
    if tensor.numel() == 0:
        return 0
    return 1 + sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride()))


def span(tensor, whole_storage=False):
    """A flat copy of the touched storage, and the offset of element 0 inside it."""
    tensor = plain(tensor)
    if whole_storage:
        length = tensor.untyped_storage().nbytes() // tensor.element_size()
        return tensor.as_strided((length,), (1,), 0).clone(), tensor.storage_offset()
    length = span_length(tensor)
    return tensor.as_strided((length,), (1,), tensor.storage_offset()).clone(), 0


def plain(tensor):
    """Detached, without a lazy negation."""
    tensor = tensor.detach()
    return tensor.resolve_neg() if tensor.is_neg() else tensor


def relaid(tensor, dtype, whole_storage=False):
    """`tensor` converted to `dtype` with the same strides (and offset, for whole storages)."""
    flat, offset = span(tensor, whole_storage)
    return flat.to(dtype).as_strided(tensor.shape, tensor.stride(), offset)


def compacted(tensor):
    """The tensor itself when its span is no larger than its elements, else a contiguous copy."""
    tensor = plain(tensor)
    return tensor if span_length(tensor) <= tensor.numel() else tensor.contiguous()
