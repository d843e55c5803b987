"""Runs one call in its dtype and in float64: results, gradients, and the truth of both."""

import contextlib
import warnings
from dataclasses import dataclass, field

import torch

from . import dtypes, layout, process, seeds, trees

# Derivatives that fail torch.autograd.gradcheck: PyTorch's numbers are no reference for them.
WRONG_DERIVATIVES = {
    "as_strided_scatter": "fails torch.autograd.gradcheck: the input's gradient is kept where src "
    "overwrites the input and dropped elsewhere",
}
# Derivatives whose float64 numbers lose digits in PyTorch; no truth tells by how much. (float32 is
# judged by its float64 truth.)
UNSTABLE_DERIVATIVES = {
    "nn.Hardsigmoid": "PyTorch multiplies by a sixth that is rounded to float32",
    "nn.functional.hardsigmoid": "PyTorch multiplies by a sixth that is rounded to float32",
    "nn.functional.scaled_dot_product_attention": "PyTorch subtracts two sums that are equal where "
    "one weight is nearly 1, and that it computes in different ways",
    "linalg.householder_product": "PyTorch inverts each reflection, dividing by tau |v|^2 - 1",
}
UNSTABLE_SECOND_DERIVATIVES = {
    "nn.Softplus": "PyTorch subtracts from 1 what is nearly 1",
    "nn.functional.softplus": "PyTorch subtracts from 1 what is nearly 1",
}
# Draw random numbers; op_db seeds the default generator with 42 before every call of them.
OP_DB_SEED = 42
SEEDED = {
    "nn.functional.alpha_dropout", "nn.functional.dropout", "nn.functional.dropout2d",
    "nn.functional.dropout3d", "nn.functional.feature_alpha_dropout",
    "nn.functional.fractional_max_pool2d", "nn.functional.fractional_max_pool3d",
    "nn.functional.rrelu",
}
# Draw in the dtype of their input, so that float64 takes other decisions and is no truth.
DRAWS_BY_DTYPE = {"nn.functional.fractional_max_pool2d", "nn.functional.fractional_max_pool3d"}
KEEPS_WHOLE_STORAGE = {"as_strided", "as_strided_copy", "as_strided_scatter"}


@dataclass
class Call:
    """An operation and the arguments it is called with; `args[0]` is the sample's input."""

    op: str
    function: object
    args: list
    kwargs: dict

    def run(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.function(*self.args, **self.kwargs)

    def mapped(self, leaf):
        args, kwargs = trees.mapped(self.args, leaf), trees.mapped(self.kwargs, leaf)
        return Call(self.op, self.function, args, kwargs)

    @property
    def whole_storage(self):
        return self.op in KEEPS_WHOLE_STORAGE

    @property
    def input_bytes(self):
        distinct = {id(t): t for t in trees.tensors([self.args, self.kwargs])}
        return sum(t.numel() * t.element_size() for t in distinct.values())


@dataclass
class Outcome:
    """Output leaves of a call and the gradients of its inputs."""

    leaves: list
    single: bool
    map_name: str = ""
    cotangents: list = field(default_factory=list)
    gradients: list = field(default_factory=list)
    gradient_failure: str = ""
    second_cotangents: list = field(default_factory=list)
    second_gradients: list = field(default_factory=list)
    second_failure: str = ""


def call_of(info, sample):
    return Call(info.name, info, [sample.input, *sample.args], dict(sample.kwargs))


def with_fresh_leaves(call):
    """The call with every tensor replaced by a leaf of its own: a call may change its arguments."""
    known = {}

    def fresh(value):
        if not isinstance(value, torch.Tensor):
            return value
        if id(value) not in known:
            known[id(value)] = converted(value, value.dtype, call.whole_storage)
        return known[id(value)]

    return call.mapped(fresh)


def in_float64(call):
    """The same rounded inputs in float64; floating dtype arguments become float64 too."""
    return in_dtype(call, torch.float64)


def in_dtype(call, dtype):
    """The call with its floating tensors and dtype arguments in `dtype`."""
    known = {}

    def other(value):
        if isinstance(value, torch.dtype):
            return dtype if value.is_floating_point else value
        if not isinstance(value, torch.Tensor):
            return value
        if id(value) not in known:
            target = dtype if value.is_floating_point() else value.dtype
            known[id(value)] = converted(value, target, call.whole_storage)
        return known[id(value)]

    return call.mapped(other)


def converted(tensor, dtype, whole_storage):
    """A copy in `dtype` with the same layout, a leaf."""
    if not is_encodable(tensor):
        return tensor
    copy = layout.relaid(tensor, dtype, whole_storage)
    return copy.requires_grad_(tensor.requires_grad)


def flattened(output):
    """Leaves of an output and whether it was a single one."""
    if isinstance(output, (tuple, list)):
        return [leaf for item in output for leaf in flattened(item)[0]], False
    return [output], True


def is_encodable(tensor):
    """Dense CPU tensors; others are refused with a reason when they are written."""
    return tensor.layout == torch.strided and tensor.device.type == "cpu"


def is_tensor(value):
    return isinstance(value, torch.Tensor)


def needing_gradient(call):
    """Distinct input tensors that require gradients, in the order they are written."""
    distinct = {id(t): t for t in trees.tensors([call.args, call.kwargs]) if t.requires_grad}
    return list(distinct.values())


def forward(call, map_name=None):
    """Output leaves with the gauge removed; `map_name` None lets the outputs decide."""
    leaves, single = flattened(call.run())
    if map_name is None:
        map_name = process.chosen(call, leaves)
    if map_name:
        leaves = process.MAPS[map_name](leaves, call)
    return Outcome(leaves, single, map_name)


def is_differentiable(leaf):
    return isinstance(leaf, torch.Tensor) and leaf.requires_grad and leaf.is_floating_point()


def random_cotangents(leaves, seed, name):
    """A standard normal cotangent for each differentiable leaf: a sum would hide errors."""
    source = seeds.generator(seed, name)

    def cotangent(leaf):
        if not is_differentiable(leaf):
            return None
        return torch.randn(leaf.shape, dtype=leaf.dtype, generator=source)

    return [cotangent(leaf) for leaf in leaves]


def backward(op, outcome, inputs, cotangents):
    """Fills in the gradients; PyTorch's refusal is kept as text."""
    pairs = [(y, c) for y, c in zip(outcome.leaves, cotangents) if c is not None]
    if not pairs or not inputs:
        return
    if op in WRONG_DERIVATIVES:
        outcome.gradient_failure = WRONG_DERIVATIVES[op]
        return
    try:
        outputs, weights = zip(*pairs)
        found = torch.autograd.grad(outputs, inputs, weights, allow_unused=True)
    except (RuntimeError, ValueError, IndexError, NotImplementedError) as error:
        outcome.gradient_failure = first_line(error)
        return
    outcome.cotangents, outcome.gradients = cotangents, list(found)


def backward_twice(call, inputs, cotangents, draw):
    """Gradients of the gradients: with respect to the inputs, then to the cotangents.

    `draw` gives the cotangents of the gradients. Results are computed anew, because a graph serves
    once.
    """
    outcome = forward(call, "")
    pairs = [(y, c) for y, c in zip(outcome.leaves, cotangents) if c is not None]
    outputs, weights = zip(*[(y, c.detach().clone().requires_grad_()) for y, c in pairs])
    try:
        first = torch.autograd.grad(outputs, inputs, weights, create_graph=True, allow_unused=True)
        seconds = draw(first)
        outcome.gradients = list(first)
        roots = [(g, w) for g, w in zip(first, seconds) if w is not None]
        if not roots:
            return outcome
        sources = [*inputs, *weights]
        outputs, weights = zip(*roots)
        found = torch.autograd.grad(outputs, sources, weights, allow_unused=True)
    except (RuntimeError, ValueError, IndexError, NotImplementedError) as error:
        outcome.second_failure = first_line(error)
        return outcome
    outcome.second_cotangents, outcome.second_gradients = list(seconds), list(found)
    return outcome


def first_line(error):
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:300]


def float64_default():
    """Integer inputs of floating functions then have float64 results."""
    return default_dtype(torch.float64)


@contextlib.contextmanager
def default_dtype(dtype):
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def truth_of(wide, outcome):
    """The outcome of a call that is `in_float64`, for the same cotangents."""
    with float64_default():
        truth = forward(wide, outcome.map_name)
        if len(truth.leaves) != len(outcome.leaves):
            raise trees.NotEncodable("float64 returns another number of outputs")
        if outcome.gradients:
            weights = [None if c is None else c.double() for c in outcome.cotangents]
            backward(wide.op, truth, needing_gradient(wide), weights)
    return truth
