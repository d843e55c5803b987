"""One fixture case in memory: its JSON fields and the tensors they refer to."""

import json

import torch

from . import dtypes, layout, sparse, trees


class Case:
    """Collects tensors as they are mentioned; every mention of one object is one entry."""

    def __init__(self, op, variant, dtype, kind, index, edge="", suite="ops"):
        scope = f"{op}.{variant}" if variant else op
        self.fields = {
            "id": f"{suite}/{scope}/{dtype}/{index}",
            "op": op,
            "variant": variant,
            "dtype": "" if dtype in ("error", "none") else dtype,
            "kind": kind,
            "edge": edge,
        }
        self.entries = []
        self._positions = {}
        self._kept_alive = []

    @property
    def id(self):
        return self.fields["id"]

    def ref(self, tensor, requires_grad=False, whole_storage=False):
        """The reference of `tensor`, which is added when it is new."""
        position = self._positions.get(id(tensor))
        if position is None:
            position = self._add(tensor, requires_grad, whole_storage)
        return {"t": position}

    def result_ref(self, tensor):
        """As `ref`, for results: a span wider than the tensor is not worth its bytes."""
        if tensor is None:
            return None
        if id(tensor) in self._positions:
            return self.ref(tensor)
        reference = self.ref(layout.compacted(tensor))
        self._remember(tensor, reference["t"])
        return reference

    def gradient_ref(self, tensor):
        """As `result_ref`; a sparse one as a list."""
        if not sparse.is_sparse(tensor):
            return self.result_ref(tensor)
        return trees.encode(sparse.written(tensor), self.result_ref)

    def truth_ref(self, wide, narrow):
        """The reference of a float64 truth, written as what the result lacks of it where float32
        holds that: a third of the bytes, and precise to 2⁻¹² of the result's own error."""
        exact = wide.detach() - narrow.detach().double()
        lack = shortened(exact.float())
        if bool(((lack.double() - exact).abs() <= exact.abs() * 2.0**-12).all()):
            reference = self.ref(layout.compacted(lack))
            self.entries[reference["t"]] += (self.result_ref(narrow)["t"],)
            return reference
        return self.result_ref(wide)

    def _add(self, tensor, requires_grad, whole_storage):
        if tensor.dtype not in dtypes.NAMES:
            raise trees.NotEncodable(f"tensor of {tensor.dtype}")
        if tensor.layout != torch.strided or tensor.device.type != "cpu":
            raise trees.NotEncodable(f"tensor of layout {tensor.layout} on {tensor.device}")
        flat, offset = layout.span(tensor, whole_storage)
        shape, strides = list(tensor.shape), list(tensor.stride())
        name, values = dtypes.NAMES[tensor.dtype], dtypes.to_numpy(flat)
        self.entries.append((name, values, shape, strides, offset, requires_grad))
        return self._remember(tensor, len(self.entries) - 1)

    def _remember(self, tensor, position):
        self._positions[id(tensor)] = position
        self._kept_alive.append(tensor)
        return position

    def release(self):
        """Forgets the tensors; only their copies stay."""
        self._positions.clear()
        self._kept_alive.clear()

    @property
    def size(self):
        """Bytes of all spans, before sharing and compression."""
        return sum(entry[1].nbytes for entry in self.entries)

    def json(self, pool):
        """The line of the case table; stores the spans in `pool`."""
        table = []
        for dtype, values, shape, strides, offset, requires_grad, *base in self.entries:
            start = pool.add(dtype, values)
            geometry = [shape, strides, offset, int(requires_grad), *base]
            table.append([dtype, start, len(values), *geometry])
        fields = {}
        for key, value in self.fields.items():
            fields[key] = value
            if key == "edge":
                fields["tensors"] = table
        return json.dumps(fields, separators=(",", ":"), ensure_ascii=False)


def shortened(single):
    """Rounded to 12 significant bits, so that the others compress to nothing."""
    bits = single.contiguous().view(torch.int32)
    return ((bits + 0x800) & -0x1000).view(torch.float32)
