"""How far rounding moves PyTorch's results: the call again, in randomised arithmetic.

Every operation below autograd is carried out in float64 on operands that are off by chance, by as
much as one unit in the last place of the case's dtype:

    fl(x op y) = x(1 + d1) op y(1 + d2) + h,    |d| <= 2u,    |h| <= the least subnormal

the standard model of floating-point arithmetic with its term for underflow (Higham, Accuracy and
Stability of Numerical Algorithms, 2002, (2.4) and (2.8)), where results round as they become
operands, and as Monte Carlo arithmetic draws it (Parker, Monte Carlo Arithmetic, 1997). Fused
kernels that cancel inside are taken apart into their textbook formulas. How far an element moves is
the size of the rounding errors of any sound implementation of that formula. That covers a
derivative whose terms cancel to zero, a logarithm near 1, a sum of both signs. What the other fused
kernels round inside shows in float32: its distance from float64 at the same inputs, scaled by the
ratio of the roundoffs, counts as a movement of float64 too.
"""

import functools

import torch
from torch._decomp import get_decompositions
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils._python_dispatch import TorchDispatchMode

from . import evaluate, seeds

DRAWS = 6
# Two draws without a movement beyond two units in the last place: nothing amplifies rounding.
FIRST_DRAWS = 2
# Errors in float64 are as much smaller than in float32 as its roundoff is.
SINGLE_TO_DOUBLE = 2.0**-29
# The exponent of what does not move.
STILL = -32768
# A movement beyond half of the digits is another branch (ties, kinks) and no rounding, unless
# PyTorch's own error is as large.
HALF_THE_DIGITS = 0.5
# Where PyTorch loses a third of the digits, its own error is no measure any more.
A_THIRD_OF_THE_DIGITS = 2 / 3

aten = torch.ops.aten
FUSED = get_decompositions([
    aten._softmax, aten._log_softmax, aten._softmax_backward_data, aten._log_softmax_backward_data,
    aten.native_layer_norm, aten.native_layer_norm_backward, aten.native_group_norm,
    aten.native_group_norm_backward, aten.native_batch_norm, aten.native_batch_norm_backward,
    aten._native_batch_norm_legit, aten._fused_rms_norm, aten._fused_rms_norm_backward,
    aten._weight_norm_interface, aten.logsumexp, aten.var, aten.std, aten.var_mean, aten.std_mean,
    aten.hypot, aten.sinc, aten.renorm, aten.gelu, aten.gelu_backward,
])
# Operations that move or choose numbers: they round nothing.
EXACT = set("""
    _reshape_alias _to_copy _unsafe_view abs amax amin aminmax as_strided bernoulli cat ceil clamp
    clamp_max clamp_min clone col2im constant_pad_nd copy copysign diag_embed diagonal_backward
    diagonal_scatter embedding fill flip floor fmax fmin frexp gather hardtanh hardtanh_backward
    index index_fill index_put index_select isin kthvalue leaky_relu lift_fresh_copy masked_fill
    masked_scatter masked_select max max_pool2d_with_indices max_pool3d_with_indices max_unpool2d
    max_unpool3d maximum median min minimum mode nan_to_num nanmedian neg nextafter
    pixel_shuffle pixel_unshuffle put reflection_pad1d reflection_pad2d reflection_pad3d relu
    repeat repeat_interleave replication_pad1d replication_pad2d replication_pad3d resize roll
    rot90 round scatter select_backward select_scatter sgn sign slice_backward slice_scatter sort
    cauchy exponential geometric log_normal normal random stack take threshold threshold_backward
    topk tril triu trunc unfold_backward unfold_copy uniform where zero
""".split())


class RandomisedArithmetic(TorchDispatchMode):
    """Rounds every operation by chance, with the roundoff of `dtype`."""

    def __init__(self, dtype, source):
        super().__init__()
        info = torch.finfo(dtype)
        self.step, self.least, self.source = info.eps, info.smallest_normal * info.eps, source

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if function in FUSED:
            with self:
                return FUSED[function](*args, **kwargs)
        is_exact, written = kind(function)
        if is_exact:
            return function(*args, **kwargs)
        given = [self.written(a) if i in written else self.moved(a) for i, a in enumerate(args)]
        words = {n: self.written(a) if n in written else self.moved(a) for n, a in kwargs.items()}
        try:
            return function(*given, **words)
        except RuntimeError:  # an operand was moved beyond the operation's domain
            return function(*args, **kwargs)

    def written(self, value):
        """`value`, which the operation changes in place, off by chance itself."""
        return value.copy_(self.moved(value)) if is_number(value) else value

    def moved(self, value):
        """`value` with its tensors off by chance."""
        if isinstance(value, (list, tuple)):
            return type(value)(self.moved(item) for item in value)
        if not is_number(value):
            return value
        chance = torch.empty(value.shape, dtype=torch.float64)
        chance.uniform_(-1, 1, generator=self.source)
        moved = torch.mul(value, chance * self.step + 1).add_(chance, alpha=self.least)
        return torch.where(moved.isinf(), value, moved)


@functools.cache
def kind(function):
    """Whether an operation rounds nothing, and the arguments that it writes, by place and name."""
    schema = function._schema
    written = [a.alias_info is not None and a.alias_info.is_write for a in schema.arguments]
    names = {a.name for a, is_written in zip(schema.arguments, written) if is_written}
    is_view = any(r.alias_info and not r.alias_info.is_write for r in schema.returns)
    is_exact = schema.name.split("::")[1].removesuffix("_") in EXACT
    return is_exact or is_view, names | {i for i, is_written in enumerate(written) if is_written}


def is_number(value):
    """Whether `value` is a tensor that can be moved."""
    return is_float64(value) and value.device.type == "cpu" and value.numel() > 0


def groups(outcome):
    return outcome.leaves, outcome.gradients, outcome.second_gradients


def matters(outcome, truth):
    """Whether some element's error has no other measure."""
    pairs = [pair for ours, aims in zip(groups(outcome), groups(truth)) for pair in zip(ours, aims)]
    return any(is_doubtful(result, aim) for result, aim in pairs)


def is_doubtful(result, aim):
    """float64 has no wider truth; elsewhere PyTorch's own error tells."""
    if not is_floating(result) or not is_float64(aim):
        return False
    if result.dtype == torch.float64:
        return True
    error = (result.detach().double() - aim.detach()).abs()
    lost = torch.finfo(result.dtype).eps ** A_THIRD_OF_THE_DIGITS
    return bool((error > lost * aim.detach().abs()).any())


def scales(call, centre, outcome, dtype, seed, name):
    """For each tensor of `centre` how far rounding in `dtype` moves its elements, None where not.

    `call` and `centre` are in float64; `outcome` has the map and the cotangents.
    """
    source = seeds.generator(seed, f"rounding/{name}")
    bounds = [[bound(*pair, dtype) for pair in zip(aims, results)]
              for aims, results in zip(groups(centre), groups(outcome))]
    largest = [[None] * len(group) for group in groups(centre)]
    for count in range(DRAWS):
        if count == FIRST_DRAWS and not is_amplified(largest, centre, dtype):
            return [[None] * len(group) for group in largest]
        drawn = draw(evaluate.with_fresh_leaves(call), centre, outcome, dtype, source)
        merge(largest, drawn, groups(centre), bounds)
        if dtype == torch.float64 and count < FIRST_DRAWS and not call.whole_storage:
            merge(largest, *narrowed(call, centre, outcome, source), bounds, SINGLE_TO_DOUBLE)
    return [[packed(tensor) for tensor in group] for group in largest]


def merge(largest, drawn, centre, bounds, scale=1):
    """Keeps the largest movement of each element."""
    for kept, moved, aims, limits in zip(largest, drawn, centre, bounds):
        for index, (tensor, aim, limit) in enumerate(zip(moved, aims, limits)):
            kept[index] = larger(kept[index], movement(tensor, aim, limit, scale))


def narrowed(call, centre, outcome, source):
    """The call in float32 and, on the same inputs, in float64: what fused kernels round inside."""
    known = {}

    def rounded(value):
        if not is_number(value):
            return value
        if id(value) not in known:
            chance = torch.rand(value.shape, generator=source, dtype=torch.float64) - 0.5
            given = value.detach()
            near = (given * (1 + 2.0**-20 * chance)).float().double()
            held = given.float().double() == given  # 0, 1, counts: they are meant
            known[id(value)] = torch.where(held, given, near).requires_grad_(value.requires_grad)
        return known[id(value)]

    near = evaluate.with_fresh_leaves(call).mapped(rounded)
    near_outcome = evaluate.Outcome([], True, outcome.map_name)
    near_outcome.cotangents = [rounded(c) for c in outcome.cotangents]
    near_outcome.second_cotangents = [rounded(c) for c in outcome.second_cotangents]
    single = evaluate.in_dtype(near, torch.float32)
    return (in_precision(single, centre, near_outcome, torch.float32),
            in_precision(near, centre, near_outcome, torch.float64))


def is_amplified(largest, centre, dtype):
    """Whether some element moved by more than two units in the last place."""
    step = 2 * torch.finfo(dtype).eps
    return any(
        bool((moved > step * aim.detach().abs()).any())
        for kept, aims in zip(largest, groups(centre)) for moved, aim in zip(kept, aims)
        if moved is not None)


def bound(aim, result, dtype):
    """The largest movement of each element that counts as rounding."""
    if not is_float64(aim) or not is_floating(result):
        return None
    half = torch.finfo(dtype).eps ** HALF_THE_DIGITS
    size = aim.detach().abs().nan_to_num(0, 0, 0)
    error = (result.detach().double() - aim.detach()).abs()
    largest = size.max().clamp(min=1) if size.numel() else 1
    return torch.where(error > half * size, torch.inf, half * largest)


def draw(call, centre, outcome, dtype, source):
    """One run in randomised arithmetic: results, gradients, second gradients."""
    with sdpa_kernel(SDPBackend.MATH), RandomisedArithmetic(dtype, source):
        return in_precision(call, centre, outcome, torch.float64)


def in_precision(call, centre, outcome, dtype):
    """Results, gradients, second gradients of a call in `dtype`."""
    def weights(cotangents):
        return [None if c is None else c.to(dtype) for c in cotangents]

    inputs = evaluate.needing_gradient(call)
    with evaluate.default_dtype(dtype):
        if centre.second_gradients:
            given = weights(outcome.second_cotangents)
            return groups(evaluate.backward_twice(
                call, inputs, weights(outcome.cotangents), lambda _: given))
        run = evaluate.forward(call, outcome.map_name)
        if centre.gradients:
            evaluate.backward(call.op, run, inputs, weights(outcome.cotangents))
        return groups(run)


def movement(moved, aim, limit, scale=1):
    """The distance of each element times `scale`, 0 where it is none of rounding."""
    if not is_floating(moved) or not is_float64(aim) or limit is None or moved.shape != aim.shape:
        return None
    distance = (moved.detach().double() - aim.detach()).abs().nan_to_num(0, 0, 0) * scale
    return torch.where(distance > limit, 0, distance)


def larger(kept, tensor):
    return kept if tensor is None else tensor if kept is None else torch.maximum(kept, tensor)


def packed(tensor):
    """Binary exponents, rounded up, which take little room; None where nothing moves."""
    if tensor is None or not bool((tensor > 0).any()):
        return None
    return torch.where(tensor > 0, torch.frexp(tensor).exponent, STILL).to(torch.int16)


def is_floating(tensor):
    """Whether `tensor` is a dense tensor of numbers: sparse gradients are not measured."""
    return (isinstance(tensor, torch.Tensor) and tensor.layout == torch.strided
            and tensor.is_floating_point())


def is_float64(tensor):
    return is_floating(tensor) and tensor.dtype == torch.float64
