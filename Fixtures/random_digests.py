#!/usr/bin/env python3
"""Writes the expected values of the unit tests of random numbers and initializers.

    python Fixtures/random_digests.py        (PyTorch 2.15.0)

A digest is FNV-1a (64 bits) over the bytes of results in row-major order and of the generator's
state afterwards. A fill's digest covers every layout below, one after the other. Permutations of
hundreds of millions take a few minutes.
"""
import math
import pathlib
import torch
import torch.nn.init as I

torch.set_num_threads(1)
E = torch.empty
FLOATS = ["float32", "float64", "float16", "bfloat16"]
INTEGERS = ["int8", "int16", "int32", "int64", "uint8"]
ALL = FLOATS + INTEGERS + ["bool"]
SIZES = [0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 100, 528, 1000]
LAYOUTS = [lambda d, n=n: E(n, dtype=d) for n in SIZES] + [
    lambda d: E(7, 9, dtype=d).t(),
    lambda d: E(4, 5, 6, dtype=d).permute(2, 0, 1),
    lambda d: E(10, 12, dtype=d)[:, ::2],
    lambda d: E(30, 8, dtype=d)[::3],
    lambda d: E(2, 3, 8, 8, dtype=d).to(memory_format=torch.channels_last),
    lambda d: E((), dtype=d),
]


def fnv(data, h=0xCBF29CE484222325):
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def raw(t):
    t = t.detach().contiguous().reshape(-1)
    return bytes(t.view(torch.uint8).numpy()) if t.numel() else b""


FILLS = {
    "uniform": (FLOATS, lambda t, g: t.uniform_(-0.3, 0.7, generator=g)),
    "normal": (FLOATS, lambda t, g: t.normal_(1.5, 2.75, generator=g)),
    "exponential": (FLOATS, lambda t, g: t.exponential_(1.7, generator=g)),
    "cauchy": (FLOATS, lambda t, g: t.cauchy_(0.5, 1.5, generator=g)),
    "logNormal": (FLOATS, lambda t, g: t.log_normal_(0.3, 0.8, generator=g)),
    "geometric": (FLOATS + INTEGERS, lambda t, g: t.geometric_(0.2, generator=g)),
    "random": (ALL, lambda t, g: t.random_(generator=g)),
    "randomBelow100": (FLOATS + INTEGERS, lambda t, g: t.random_(100, generator=g)),
    "randomWide": (
        ["int64", "float64", "float32", "bfloat16"],
        lambda t, g: t.random_(-3, 1 << 40, generator=g),
    ),
    "random64": (
        ["int64", "float64", "float32", "bfloat16"],
        lambda t, g: t.random_(-(2**63), None, generator=g),
    ),
    "randomFrom5": (ALL[:-1], lambda t, g: t.random_(5, None, generator=g)),
    "bernoulli": (ALL, lambda t, g: t.bernoulli_(0.37, generator=g)),
    "bernoulliEach": (
        ALL,
        lambda t, g: t.bernoulli_(torch.linspace(0, 1, max(t.numel(), 1))[: t.numel()].reshape(t.shape), generator=g),
    ),
}


def digests():
    for name, (dtypes, fill) in FILLS.items():
        for dtype in dtypes:
            g = torch.Generator().manual_seed(0x1234567)
            h = 0xCBF29CE484222325
            for make in LAYOUTS:
                t = make(getattr(torch, dtype))
                fill(t, g)
                h = fnv(raw(t), h)
            yield name, dtype, fnv(raw(g.get_state()), h)


def tensors(g):
    """Functions of tensors, each with all that it draws."""
    rates = torch.cat([torch.linspace(0, 9.9, 20), torch.linspace(10, 400, 30)])
    weights = torch.linspace(0.1, 2, 60).reshape(3, 20)
    alpha = torch.linspace(0, 8, 40)
    x = torch.linspace(-2, 2, 30)
    mean, std = torch.linspace(-3, 5, 20), torch.linspace(0.1, 2, 20)
    for d in FLOATS:
        yield "poisson", d, [torch.poisson(rates.to(getattr(torch, d)), generator=g)]
        w = weights.to(getattr(torch, d))
        yield "multinomial", d, [
            torch.multinomial(w, 30, True, generator=g), torch.multinomial(w, 1, generator=g),
            torch.multinomial(w, 7, generator=g), torch.multinomial(w[0], 20, generator=g),
            torch.multinomial((w > 0.5).to(w.dtype), 20, generator=g)]
        m, s = mean.to(getattr(torch, d)), std.to(getattr(torch, d))
        yield "normalForms", d, [
            torch.normal(1.25, 0.3, (20,), generator=g, dtype=getattr(torch, d)),
            torch.normal(m, s, generator=g),
            torch.normal(m, 1.7, generator=g), torch.normal(0.7, s, generator=g),
            torch.normal(m[:, None], s[:3], generator=g)]
        yield "randperm", d, [torch.randperm(n, generator=g, dtype=getattr(torch, d)) for n in (0, 1, 2, 10, 250)]
        if d in FLOATS[:2]:
            yield "standardGamma", d, [torch._standard_gamma(alpha.to(getattr(torch, d)), generator=g)]
        if d != "float16":
            noise = torch.empty(30, dtype=getattr(torch, d))
            torch.ops.aten.rrelu_with_noise(x.to(noise.dtype), noise, 0.125, 1 / 3, True, g)
            yield "rreluNoise", d, [noise]
    for d in INTEGERS:
        yield "randperm", d, [torch.randperm(n, generator=g, dtype=getattr(torch, d)) for n in (0, 1, 2, 10, 100)]


SHAPES = [(30, 20), (8, 4, 3, 3), (5, 3), (3, 2, 2), (1, 7), (4, 2, 2, 3, 2)]
INITS = {
    "uniform": lambda t, g: I.uniform_(t, -0.3, 0.4, generator=g),
    "normal": lambda t, g: I.normal_(t, 0.1, 0.02, generator=g),
    "xavierUniform": lambda t, g: I.xavier_uniform_(t, 5 / 3, generator=g),
    "xavierNormal": lambda t, g: I.xavier_normal_(t, generator=g),
    "kaimingUniform": lambda t, g: I.kaiming_uniform_(t, a=math.sqrt(5), generator=g),
    "kaimingUniformOut": lambda t, g: I.kaiming_uniform_(t, mode="fan_out", nonlinearity="relu", generator=g),
    "kaimingNormal": lambda t, g: I.kaiming_normal_(t, a=0.1, generator=g),
    "kaimingNormalOut": lambda t, g: I.kaiming_normal_(t, mode="fan_out", nonlinearity="tanh", generator=g),
    "truncNormal": lambda t, g: I.trunc_normal_(t, generator=g),
    "truncNormalShifted": lambda t, g: I.trunc_normal_(t, 1.0, 2.0, -1, 3, generator=g),
    "truncNormalTail": lambda t, g: I.trunc_normal_(t, 0, 1, 1, 2, generator=g),
    "truncNormalOdd": lambda t, g: I.trunc_normal_(t, 0.3, 0.7, 0.51, 0.9, generator=g),
    "truncNormalNarrow": lambda t, g: I.trunc_normal_(t, 0, 1, -0.2, 0.3, generator=g),
}


def initial_weights():
    for name, init in INITS.items():
        for dtype in FLOATS:
            g = torch.Generator().manual_seed(99)
            h = 0xCBF29CE484222325
            for shape in SHAPES:
                h = fnv(raw(init(torch.empty(shape, dtype=getattr(torch, dtype)), g)), h)
            yield name, dtype, fnv(raw(g.get_state()), h)


def functions():
    g = torch.Generator().manual_seed(-7)
    for name, dtype, results in tensors(g):
        h = 0xCBF29CE484222325
        for t in results:
            h = fnv(raw(t), h)
        yield name, dtype, fnv(raw(g.get_state()), h)


# Around 214,748,364, where positions begin to be drawn as 64 bits.
LONG = ((214748363, "int32"), (214748364, "int64"), (214748365, "int32"), (230000000, "int64"))


def weighted_sum(order, step=1 << 22):
    """Sum of (2i + 1) * order[i] modulo 2^64."""
    total = 0
    for start in range(0, order.numel(), step):
        part = order[start : start + step].long()
        total += int((part * torch.arange(2 * start + 1, 2 * (start + part.numel()), 2)).sum())
    return total % 2**64


def long_permutations():
    for n, dtype in LONG:
        g = torch.Generator().manual_seed(20)
        order = torch.randperm(n, generator=g, dtype=getattr(torch, dtype))
        yield n, dtype, weighted_sum(order), fnv(raw(g.get_state()))


HEAD = "// Written by Fixtures/random_digests.py with PyTorch %s.\n" % torch.__version__.split("+")[0]


def write(path, lines):
    target = pathlib.Path(__file__).parent.parent / "Tests" / path
    target.write_text("\n".join([HEAD] + lines + [""]))


if __name__ == "__main__":
    write("TouchstoneTests/Random/ExpectedRandom.swift", [
        "enum ExpectedRandom {", "  /// Digest by fill and dtype.", "  static let fills: [String: UInt64] = [",
        *(f'    "{n} {d}": 0x{h:016x},' for n, d, h in digests()),
        "  ]", "", "  /// Digest of one function's results; one generator draws them all in this order.",
        "  static let functions: [(String, UInt64)] = [",
        *(f'    ("{n} {d}", 0x{h:016x}),' for n, d, h in functions()),
        "  ]", "", "  /// Long permutations from seed 20: weighted sum, and digest of the state afterwards.",
        "  static let longPermutations: [(n: Int, dtype: String, sum: UInt64, state: UInt64)] = [",
        *(f'    ({n}, "{d}", 0x{s:016x}, 0x{h:016x}),' for n, d, s, h in long_permutations()),
        "  ]", "}"])
    write("TouchstoneNNTests/ExpectedInit.swift", [
        "/// Digest by initializer and dtype.", "let expectedInit: [String: UInt64] = [",
        *(f'  "{n} {d}": 0x{h:016x},' for n, d, h in initial_weights()), "]"])
