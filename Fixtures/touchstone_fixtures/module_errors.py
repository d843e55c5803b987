"""Constructions and calls of modules that PyTorch refuses and its database lacks."""

import torch

from .module_sample import Sample


def construction(*constructor, **keywords):
    return Sample(list(constructor), [[k, v] for k, v in keywords.items()], None, [], True, "",
                  "construction")


def call(constructor, *inputs):
    return Sample(list(constructor), [], list(inputs), [], True, "", "call")


def zeros(*shape):
    return torch.zeros(shape)


ERRORS = {
    "nn.AdaptiveLogSoftmaxWithLoss": [
        construction(8, 10, [5, 5]), construction(8, 10, [0, 3]), construction(8, 10, [3, 12]),
        call((8, 10, [3]), zeros(2, 8), torch.tensor([3, 10])),
    ],
    "nn.Bilinear": [construction(0, 3, 2), call((2, 3, 4), zeros(5, 2), zeros(4, 3))],
    "nn.Conv1d": [call((3, 4, 3), zeros(2, 2, 8)), call((3, 4, 9), zeros(2, 3, 8))],
    "nn.Conv2d": [
        construction(3, 4, 3, groups=2), construction(4, 3, 3, groups=2),
        construction(4, 4, 3, groups=0), construction(3, 4, 3, padding="full"),
        construction(3, 4, 3, padding="same", stride=2),
        construction(3, 4, 3, padding_mode="mirror"), call((3, 4, 3), zeros(3, 8)),
        call((3, 4, 3), zeros(2, 4, 8, 8)), call((3, 4, 5), zeros(2, 3, 4, 4)),
        call((3, 4, 3), torch.zeros(2, 3, 8, 8, dtype=torch.float64)),
    ],
    "nn.Conv3d": [call((3, 4, 3), zeros(2, 3, 8, 8))],
    "nn.ConvTranspose2d": [
        construction(3, 4, 3, padding_mode="reflect"), construction(3, 4, 3, groups=2),
        call((3, 4, 3, 2, 0, 2), zeros(2, 3, 4, 4)), call((3, 4, 3), zeros(2, 2, 4, 4)),
    ],
    "nn.Dropout": [construction(-0.1), construction(1.5)],
    "nn.Dropout2d": [construction(2.0)],
    "nn.Embedding": [
        construction(5, 3, padding_idx=5), construction(5, 3, padding_idx=-6),
        call((5, 3), torch.tensor([5])), call((5, 3), torch.tensor([-1])), call((5, 3), zeros(2)),
    ],
    "nn.EmbeddingBag": [
        call((5, 3), torch.tensor([1, 2])), call((5, 3), torch.zeros(2, 2, 2, dtype=torch.int64)),
    ],
    "nn.Flatten": [call((4,), zeros(2, 3))],
    "nn.Fold": [call(([4, 5], [2, 3]), zeros(2, 17, 9)), call(([4, 5], [2, 3]), zeros(2, 18, 8))],
    "nn.LSTM": [construction(3, 4, proj_size=4), call((3, 4), zeros(2, 2, 4))],
    "nn.LayerNorm": [call(([4],), zeros(2, 3)), call(([2, 4],), zeros(4))],
    "nn.Linear": [call((3, 2), zeros(4, 2)), call((3, 2), torch.zeros(2, 3, dtype=torch.float64))],
    "nn.LocalResponseNorm": [call((2,), zeros(4))],
    "nn.MaxPool1d": [call((3, 2, 2), zeros(1, 2, 8)), call((9,), zeros(1, 2, 8))],
    "nn.MaxUnpool2d": [
        call((2,), zeros(1, 1, 2, 2), torch.full((1, 1, 2, 2), 99)),
        call((2,), zeros(1, 1, 2, 2), torch.zeros(1, 1, 2, 3, dtype=torch.int64)),
    ],
    "nn.PixelShuffle": [call((3,), zeros(2, 8, 3, 3)), call((2,), zeros(4, 3))],
    "nn.PixelUnshuffle": [call((2,), zeros(1, 3, 3, 4))],
    "nn.PReLU": [call((3,), zeros(2, 4, 5))],
    "nn.ReflectionPad1d": [call((8,), zeros(1, 2, 8)), call((1,), zeros(2, 2, 2, 2))],
    "nn.Threshold": [construction("a")],
    "nn.Unflatten": [call((1, (2, 4)), zeros(2, 6))],
    "nn.Upsample": [
        call((), zeros(1, 2, 3)), call((2, None, "bilinear"), zeros(1, 2, 3)),
        call((2, None, "cubic"), zeros(1, 2, 3)),
    ],
}


def of(name):
    return ERRORS.get(name, [])
