"""PyTorch's side of bench-cpu: times a case by name when asked.

Reads one JSON object a line, {"case": name, "seconds": about how long}, and answers with
{"seconds": per call} or {"missing": reason}. Cases have the names of Benchmarks/bench-cpu/Cases.
"""

import argparse
import functools
import json
import sys
import time

import torch
from torch.nn import functional

M16, M1 = 1 << 24, 1 << 20


def operand(*shape):
    count = 1
    for size in shape:
        count *= size
    ramp = torch.arange(count, dtype=torch.float32)
    return ((ramp * 0.618) % 1 + 0.25).reshape(shape)


def pair(*shape):
    return operand(*shape), operand(*shape)


def leaf(*shape):
    return operand(*shape).requires_grad_()


def call(function, *operands):
    return lambda: function(*operands)


def backward(function, *operands):
    def step():
        for tensor in operands:
            tensor.grad = None
        function(*operands).sum().backward()

    return step


def convolution(inputs, weights, **options):
    transposed = options.pop("transposed", False)
    function = functional.conv_transpose2d if transposed else functional.conv2d
    return inputs, weights, lambda x, w: function(x, w, **options)


# Convolutions by the names in Cases/Convolutions.swift.
LAYERS = {
    "7x7_64_112": convolution((8, 3, 224, 224), (64, 3, 7, 7), stride=2, padding=3),
    "1x1_64_56": convolution((8, 64, 56, 56), (64, 64, 1, 1)),
    "3x3_64_56": convolution((8, 64, 56, 56), (64, 64, 3, 3), padding=1),
    "1x1_256_56": convolution((8, 64, 56, 56), (256, 64, 1, 1)),
    "3x3_128_28": convolution((8, 128, 56, 56), (128, 128, 3, 3), stride=2, padding=1),
    "3x3_256_14": convolution((8, 256, 14, 14), (256, 256, 3, 3), padding=1),
    "1x1_1024_14": convolution((8, 256, 14, 14), (1024, 256, 1, 1)),
    "3x3_512_7": convolution((8, 512, 7, 7), (512, 512, 3, 3), padding=1),
    "depthwise_128_56": convolution((8, 128, 56, 56), (128, 1, 3, 3), padding=1, groups=128),
    "up_64_56": convolution((8, 128, 28, 28), (128, 64, 2, 2), stride=2, transposed=True),
}


def convolve(name):
    inputs, weights, function = LAYERS[name]
    return call(function, operand(*inputs), operand(*weights))


def convolve_backward(name):
    inputs, weights, function = LAYERS[name]
    x, w = leaf(*inputs), leaf(*weights)
    y = function(x, w)
    gradient = operand(*y.shape)
    return lambda: torch.autograd.grad(y, (x, w), gradient, retain_graph=True)


def layer(function, *shape):
    return lambda: call(function, operand(*shape))


CASES = {
    "add_8": lambda: call(torch.add, *pair(8)),
    "add_8_scalar": lambda: call(torch.add, operand(8), 1.5),
    "add_8_broadcast": lambda: call(torch.add, operand(4, 2), operand(2)),
    "add_8_in_place": lambda: call(torch.Tensor.add_, operand(8), torch.zeros(8)),
    "add_8_recorded": lambda: call(torch.add, leaf(8), operand(8)),
    "mul_8_recorded": lambda: call(torch.mul, leaf(8), leaf(8)),
    "exp_8": lambda: call(torch.exp, operand(8)),
    "select_8": lambda: call(torch.select, operand(8, 8), 0, 3),
    "transpose_8": lambda: call(torch.transpose, operand(4, 2), 0, 1),
    "add_16M": lambda: call(torch.add, *pair(M16)),
    "add_16M_in_place": lambda: call(torch.Tensor.add_, operand(M16), torch.zeros(M16)),
    "clone_16M": lambda: call(torch.clone, operand(M16)),
    "transposed_copy_4096": lambda: call(lambda a: a.t().contiguous(), operand(4096, 4096)),
    "mul_1M": lambda: call(torch.mul, *pair(M1)),
    "exp_1M": lambda: call(torch.exp, operand(M1)),
    "tanh_1M": lambda: call(torch.tanh, operand(M1)),
    "add_rows_1M": lambda: call(torch.add, operand(1024, 1024), operand(1024)),
    "sum_16M": lambda: call(torch.sum, operand(M16)),
    "sum_rows_1M": lambda: call(lambda a: a.sum(1), operand(1024, 1024)),
    "sum_columns_1M": lambda: call(lambda a: a.sum(0), operand(1024, 1024)),
    "max_rows_1M": lambda: call(lambda a: a.amax(1), operand(1024, 1024)),
    "softmax_rows_1M": lambda: call(lambda a: torch.softmax(a, 1), operand(1024, 1024)),
    "cumsum_rows_1M": lambda: call(lambda a: a.cumsum(1), operand(1024, 1024)),
    "sort_rows_1M": lambda: call(lambda a: a.sort(1), operand(1024, 1024)),
    "sgemm_64": lambda: call(torch.mm, *pair(64, 64)),
    "sgemm_256": lambda: call(torch.mm, *pair(256, 256)),
    "sgemm_1024": lambda: call(torch.mm, *pair(1024, 1024)),
    "sgemm_2048": lambda: call(torch.mm, *pair(2048, 2048)),
    "dgemm_1024": lambda: call(torch.mm, *(x.double() for x in pair(1024, 1024))),
    "bmm_64x128": lambda: call(torch.bmm, *pair(64, 128, 128)),
    "mv_4096": lambda: call(torch.mv, operand(4096, 4096), operand(4096)),
    "max_pool_3x3": layer(lambda x: functional.max_pool2d(x, 3, 2, 1), 8, 64, 112, 112),
    "avg_pool_2x2": layer(lambda x: functional.avg_pool2d(x, 2), 8, 64, 112, 112),
    "adaptive_avg_pool_1": layer(lambda x: functional.adaptive_avg_pool2d(x, 1), 8, 2048, 7, 7),
    "batch_norm_64_56": layer(
        lambda x: functional.batch_norm(x, None, None, training=True), 8, 64, 56, 56
    ),
    "group_norm_64_56": layer(lambda x: functional.group_norm(x, 8), 8, 64, 56, 56),
    "layer_norm_768": layer(lambda x: functional.layer_norm(x, (768,)), 1024, 768),
    "backward_8": lambda: backward(lambda a, b: a * b + a, leaf(8), leaf(8)),
    "backward_chain_100": lambda: backward(chain, leaf(8)),
    "backward_mm_256": lambda: backward(torch.mm, leaf(256, 256), leaf(256, 256)),
    "randn_1M": lambda: call(torch.randn, M1),
    "randn_16M": lambda: call(torch.randn, M16),
    "normal_16M_in_place": lambda: call(torch.Tensor.normal_, torch.zeros(M16)),
    "rand_1M": lambda: call(torch.rand, M1),
    "rand_16M": lambda: call(torch.rand, M16),
    "uniform_16M_in_place": lambda: call(torch.Tensor.uniform_, torch.zeros(M16)),
    "bernoulli_1M": lambda: call(torch.Tensor.bernoulli_, torch.zeros(M1), 0.3),
    "randperm_1M": lambda: call(torch.randperm, M1),
}
for name in LAYERS:
    CASES[f"conv_{name}"] = functools.partial(convolve, name)
    CASES[f"conv_backward_{name}"] = functools.partial(convolve_backward, name)


def resnet18_shapes():
    shapes = [(64, 3, 7, 7), (64,), (64,)]
    inputs = 64
    for width in (64, 128, 256, 512):
        for block in range(2):
            shapes += [(width, inputs, 3, 3), (width,), (width,), (width, width, 3, 3), (width,), (width,)]
            if block == 0 and width != 64:
                shapes += [(width, inputs, 1, 1), (width,), (width,)]
            inputs = width
    return [*shapes, (1000, 512), (1000,)]


def stepping(optimizer, **options):
    """A step over the parameters of ResNet-18."""
    parameters = [leaf(*shape) for shape in resnet18_shapes()]
    for parameter in parameters:
        parameter.grad = operand(*parameter.shape)
    return optimizer(parameters, lr=1e-6, **options).step


for form in ("foreach", "fused"):
    CASES |= {
        f"sgd_momentum_resnet18_{form}": lambda form=form: stepping(
            torch.optim.SGD, momentum=0.9, **{form: True}),
        f"adam_resnet18_{form}": lambda form=form: stepping(torch.optim.Adam, **{form: True}),
        f"adamw_resnet18_{form}": lambda form=form: stepping(torch.optim.AdamW, **{form: True}),
    }


def chain(x):
    for _ in range(100):
        x = x + 1
    return x


class Timer:
    """A case ready to run, and how many calls a sample takes."""

    def __init__(self, body, seconds):
        self.body = body
        self.calls = 1
        while (elapsed := self.elapsed()) < seconds / 2:
            self.calls *= 2 if elapsed > seconds / 100 else 10
        self.calls = max(1, int(self.calls * seconds / elapsed))

    def elapsed(self):
        body, calls = self.body, range(self.calls)
        start = time.perf_counter()
        for _ in calls:
            body()
        return time.perf_counter() - start

    def sample(self):
        return self.elapsed() / self.calls


def answer(request, timers):
    name = request["case"]
    if name not in CASES:
        return {"missing": f"no case {name}"}
    if name not in timers:
        timers.clear()
        timers[name] = Timer(CASES[name](), request["seconds"])
    return {"seconds": timers[name].sample()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    torch.set_num_threads(parser.parse_args().threads)
    print(json.dumps({"name": f"PyTorch {torch.__version__}"}), flush=True)
    timers = {}
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), timers)), flush=True)


if __name__ == "__main__":
    main()
