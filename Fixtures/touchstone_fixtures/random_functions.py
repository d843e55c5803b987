"""The functions of suites `rng` and `init`, by the names that their cases carry.

Most are PyTorch's own; those without a public function of their own (the noise inside a layer, the
order of a sampler) are named here and documented.
"""

import torch

from . import sampling_functions, transform_functions

CREATORS = ("rand", "randn", "randint", "randperm", "normal")
LIKENESSES = ("rand_like", "randn_like", "randint_like")
FILLERS = (
    "uniform_", "normal_", "exponential_", "cauchy_", "log_normal_",
    "random_", "bernoulli_", "geometric_",
)
OF_TENSORS = ("bernoulli", "multinomial", "poisson", "_standard_gamma")
INITIALIZERS = (
    "uniform_", "normal_", "constant_", "ones_", "zeros_", "eye_", "dirac_", "xavier_uniform_",
    "xavier_normal_", "kaiming_uniform_", "kaiming_normal_", "trunc_normal_", "sparse_",
    "orthogonal_", "calculate_gain",
)
DROPOUTS = (
    "dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout",
)
SELU_ALPHA = 1.7580993408473766


def manual_seed(seed):
    """No result: the state says all."""
    torch.manual_seed(seed)
    return []


def set_rng_state(state):
    """No result: the state says all."""
    torch.set_rng_state(state)
    return []


def initial_seed():
    """As PyTorch gives it."""
    return torch.initial_seed()


def fork_rng(inside, outside):
    """Normal numbers drawn inside `torch.random.fork_rng`, and after it."""
    with torch.random.fork_rng():
        forked = torch.randn(inside)
    return forked, torch.randn(outside)


def dropout_noise(input, p):
    """What `torch.dropout` multiplies its input by, in the input's layout."""
    return torch.dropout(torch.ones_like(input), p, True)


def feature_dropout_noise(input, p):
    """One factor for each channel of each sample: [N, C, 1, ...]."""
    noise = torch.feature_dropout(torch.ones_like(input), p, True)
    return noise[(slice(None), slice(None)) + (slice(0, 1),) * (input.dim() - 2)].clone()


def alpha_dropout_noise(input, p):
    """Factor and summand of `torch.alpha_dropout`: x * factor + summand."""
    torch.alpha_dropout(torch.empty(0), p, True)  # checks p
    return alpha_terms(torch.empty_like(input), p)


def feature_alpha_dropout_noise(input, p):
    """The same for each channel of each sample, `torch.feature_alpha_dropout`: [N, C, 1, ...]."""
    torch.feature_alpha_dropout(torch.empty((0,) * input.dim()), p, True)  # checks p and dimensions
    shape = input.shape[:2] + (1,) * (input.dim() - 2)
    return alpha_terms(torch.empty(shape, dtype=input.dtype), p)


def alpha_terms(empty, p):
    a = 1 / ((SELU_ALPHA * SELU_ALPHA * p + 1) * (1 - p)) ** 0.5
    factor = empty.bernoulli_(1 - p)
    summand = factor.add(-1).mul_(SELU_ALPHA * a).add_(SELU_ALPHA * a * p)
    return factor.mul_(a), summand


def native_dropout_mask(input, p):
    """Which elements `torch.native_dropout` keeps."""
    return torch.native_dropout(input, p, True)[1]


def rrelu_noise(input, lower=1 / 8, upper=1 / 3, generator=None):
    """Slopes of `torch.rrelu`: random where the input is not positive, else 1."""
    noise = torch.empty_like(input, memory_format=torch.contiguous_format)
    torch.ops.aten.rrelu_with_noise(input, noise, lower, upper, True, generator)
    return noise


def gumbel_noise(input):
    """What `gumbel_softmax` adds to its logits."""
    return -torch.empty_like(input).exponential_().log()


def calculate_gain(nonlinearity, param=None):
    """As a float: PyTorch returns the integer 1 for some names."""
    return float(torch.nn.init.calculate_gain(nonlinearity, param))


COMPLEX = {torch.float32: torch.complex64, torch.float64: torch.complex128}


def complex_rand(size, dtype, generator=None):
    """Pairs of real and imaginary parts; `dtype` is that of the parts."""
    return torch.view_as_real(torch.rand(size, dtype=COMPLEX[dtype], generator=generator))


def complex_randn(size, dtype, generator=None):
    """Pairs of real and imaginary parts; `dtype` is that of the parts."""
    return torch.view_as_real(torch.randn(size, dtype=COMPLEX[dtype], generator=generator))


def complex_normal(pairs, mean=0.0, std=1.0, generator=None):
    """`normal_` of a complex tensor, on its parts."""
    torch.view_as_complex(pairs).normal_(mean, std, generator=generator)
    return pairs


COMPLEX_PAIRS = {
    "view_as_real.rand": complex_rand,
    "view_as_real.randn": complex_randn,
    "view_as_real.normal_": complex_normal,
}


def functions():
    """Every function by name, in the order of their files."""
    found = {"manual_seed": manual_seed, "set_rng_state": set_rng_state}
    found |= {"initial_seed": initial_seed, "fork_rng": fork_rng}
    found["get_rng_state"] = torch.get_rng_state
    found |= {name: getattr(torch, name) for name in CREATORS + LIKENESSES}
    found |= {f"Tensor.{name}": getattr(torch.Tensor, name) for name in FILLERS}
    found |= {name: getattr(torch, name) for name in OF_TENSORS}
    for noise in (dropout_noise, feature_dropout_noise, alpha_dropout_noise,
                  feature_alpha_dropout_noise, native_dropout_mask, rrelu_noise, gumbel_noise):
        found[noise.__name__] = noise
    found |= {f"nn.functional.{name}": getattr(torch.nn.functional, name) for name in DROPOUTS}
    found |= COMPLEX_PAIRS | sampling_functions.BY_NAME
    found |= transform_functions.BY_NAME
    found |= {f"nn.init.{name}": getattr(torch.nn.init, name) for name in INITIALIZERS}
    found["nn.init.calculate_gain"] = calculate_gain
    return found


BY_NAME = functions()
# Functions that draw from a given generator, `generator=`, instead of the default one.
TAKE_GENERATORS = {
    *CREATORS, *LIKENESSES, *OF_TENSORS, "rrelu_noise", *COMPLEX_PAIRS,
    *sampling_functions.BY_NAME,
    *(f"Tensor.{name}" for name in FILLERS),
    *(f"nn.init.{name}" for name in (
        "uniform_", "normal_", "xavier_uniform_", "xavier_normal_", "kaiming_uniform_",
        "kaiming_normal_", "trunc_normal_", "sparse_", "orthogonal_",
    )),
}
