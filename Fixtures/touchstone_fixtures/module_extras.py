"""Constructions and calls of modules that PyTorch's database lacks.

Padding modes, output paddings, rounding up, dilated groups, pooled indices, empty batches, a batch of
one, running statistics, dropout, and every class that the database does not name.
"""

import torch

from . import module_call, seeds
from .module_sample import Sample


class Maker:
    """Inputs in one dtype; those of float32 and float64 require gradients."""

    def __init__(self, dtype, seed, name):
        self.dtype = dtype
        self.source = seeds.generator(seed, f"module extras/{name}/{dtype}")
        self.wants_gradient = dtype in (torch.float32, torch.float64)

    def __call__(self, *shape):
        tensor = torch.randn(shape, generator=self.source, dtype=torch.float64).to(self.dtype)
        return tensor.requires_grad_(self.wants_gradient)

    def indices(self, high, *shape):
        return torch.randint(high, shape, generator=self.source)


def sample(constructor=(), keywords=None, inputs=(), call=None, training=True, edge=""):
    return Sample(
        module_call.written_list(constructor), module_call.written_keywords(keywords or {}),
        list(inputs), module_call.written_keywords(call or {}), training, edge,
    )


def both(constructor=(), keywords=None, inputs=(), call=None, edge=""):
    """The same in training and in evaluation."""
    return [sample(constructor, keywords, inputs, call, mode, edge) for mode in (True, False)]


SPATIAL = {1: (8,), 2: (6, 5), 3: (4, 3, 4)}


def conv(rank):
    def samples(x):
        shape = SPATIAL[rank]
        for mode in ("reflect", "replicate", "circular"):
            yield sample((4, 6, 3), {"padding": 1, "padding_mode": mode}, [x(2, 4, *shape)])
        yield sample((4, 4, 3), {"padding": "same", "dilation": 2}, [x(2, 4, *shape)])
        yield sample((4, 4, 2), {"padding": "same", "padding_mode": "circular"}, [x(2, 4, *shape)])
        yield sample((4, 6, 2), {"groups": 2, "dilation": 2, "stride": 2}, [x(2, 4, *shape)])
        yield sample((4, 8, 3), {"groups": 4, "padding": 1, "bias": False}, [x(3, 4, *shape)])
        yield sample((4, 4, 1), {"stride": 3}, [x(2, 4, *shape)])
        yield sample((4, 6, 3), {"padding": "valid"}, [x(4, *shape)], edge="unbatched")
        yield sample((4, 6, 3), {"padding": 2}, [x(0, 4, *shape)], edge="empty")
        transposed = x(2, *shape, 4).movedim(-1, 1).detach().requires_grad_(x.wants_gradient)
        yield sample((4, 6, 3), {}, [transposed], edge="strided")

    return samples


def conv_transpose(rank):
    def samples(x):
        shape = SPATIAL[rank]
        yield sample((4, 6, 3), {"stride": 2, "output_padding": 1}, [x(2, 4, *shape)])
        yield sample(
            (4, 6, 3), {"stride": 3, "padding": 1, "output_padding": 2, "groups": 2},
            [x(2, 4, *shape)])
        yield sample((4, 4, 2), {"dilation": 2, "groups": 4, "bias": False}, [x(2, 4, *shape)])
        size = [2 * n for n in shape]
        yield sample((4, 2, 2), {"stride": 2}, [x(2, 4, *shape)], {"output_size": size})
        yield sample((4, 6, 3), {"padding": 1}, [x(4, *shape)], edge="unbatched")
        yield sample((4, 6, 3), {}, [x(0, 4, *shape)], edge="empty")

    return samples


def lazy(inner, rank):
    def samples(x):
        shape = SPATIAL[rank]
        yield sample((6, 3), inner, [x(2, 4, *shape)])

    return samples


def pool(rank, averages):
    def samples(x):
        shape = SPATIAL[rank]
        yield sample((3,), {"stride": 2, "padding": 1, "ceil_mode": True}, [x(2, 3, *shape)])
        yield sample((2,), {"stride": 3, "ceil_mode": True}, [x(2, 3, *shape)])
        if averages:
            yield sample(
                (3,), {"stride": 2, "padding": 1, "count_include_pad": False, "ceil_mode": True},
                [x(2, 3, *shape)])
        else:
            yield sample((2,), {"dilation": 2, "stride": 1}, [x(2, 3, *shape)])
            yield sample((3,), {"padding": 1, "return_indices": True}, [x(2, 3, *shape)])
        yield sample((2,), {}, [x(3, *shape)], edge="unbatched")
        yield sample((2,), {}, [x(0, 3, *shape)], edge="empty")

    return samples


def unpool(rank):
    def samples(x):
        pooling = getattr(torch.nn.functional, f"max_pool{rank}d")
        for stride, padding in ((2, 0), (3, 1)):
            full = x(2, 3, *SPATIAL[rank]).detach()
            pooled, indices = pooling(full, 3, stride, padding, return_indices=True)
            pooled = pooled.detach().requires_grad_(x.wants_gradient)
            size = {"output_size": list(full.shape)}
            yield sample((3,), {"stride": stride, "padding": padding}, [pooled, indices], size)
        full = x(2, 3, *[6] * rank).detach()
        pooled, indices = pooling(full, 2, return_indices=True)
        yield sample((2,), {}, [pooled.requires_grad_(x.wants_gradient), indices])

    return samples


def batch_norm(rank):
    def samples(x):
        shape = SPATIAL[rank][: rank if rank > 1 else 1]
        yield from both((4,), {}, [x(1, 4, *shape)], edge="one")
        yield from both((4,), {"momentum": None}, [x(3, 4, *shape)])
        yield from both((4,), {"affine": False, "momentum": 0.3}, [x(3, 4, *shape)])
        yield from both((4,), {"track_running_stats": False, "eps": 0.1}, [x(3, 4, *shape)])
        yield sample((4,), {}, [x(0, 4, *shape)], training=False, edge="empty")

    return samples


def lazy_norm(rank):
    def samples(x):
        yield from both((), {}, [x(3, 4, *SPATIAL[rank])])

    return samples


def instance_norm(rank):
    def samples(x):
        shape = SPATIAL[rank]
        yield from both((4,), {"track_running_stats": True, "affine": True}, [x(3, 4, *shape)])
        yield from both((4,), {}, [x(4, *shape)], edge="unbatched")

    return samples


def dropout(*shape):
    def samples(x):
        for p in (0.0, 0.3, 1.0):
            yield from both((p,), {}, [x(*shape)])
        yield sample((0.5,), {}, [x(*shape[1:])], edge="unbatched")

    return samples


def embedding(x):
    yield sample((7, 3), {"padding_idx": 2}, [x.indices(7, 4, 5)])
    yield sample((7, 3), {"padding_idx": -1, "scale_grad_by_freq": True}, [x.indices(7, 4, 5)])
    yield sample((7, 3), {"max_norm": 1.0, "norm_type": 1.0}, [x.indices(7, 6)])
    yield sample((7, 3), {}, [x.indices(7, 0, 2)], edge="empty")
    yield sample((7, 3), {"sparse": True, "padding_idx": 2}, [x.indices(7, 4, 5)])


def embedding_bag(x):
    offsets = torch.tensor([0, 2, 2, 5])
    for mode in ("sum", "mean", "max"):
        yield sample((7, 3), {"mode": mode}, [x.indices(7, 3, 4)])
        yield sample((7, 3), {"mode": mode, "padding_idx": 1}, [x.indices(7, 8), offsets])
    for mode in ("sum", "mean"):
        yield sample((7, 3), {"mode": mode, "sparse": True}, [x.indices(7, 8), offsets])
    yield sample(
        (7, 3), {"mode": "sum", "include_last_offset": True},
        [x.indices(7, 5), offsets], {"per_sample_weights": x(5)})


def recurrent(x):
    for keywords in (
        {"num_layers": 2, "dropout": 0.4, "bidirectional": True},
        {"num_layers": 3, "dropout": 1.0, "batch_first": True},
        {"bias": False},
    ):
        yield from both((5, 4), keywords, [x(3, 2, 5)])


def lstm(x):
    yield from recurrent(x)
    states = (x(4, 2, 2), x(4, 2, 4))
    keywords = {"num_layers": 2, "bidirectional": True, "proj_size": 2}
    yield sample((5, 4), keywords, [x(3, 2, 5), states])


def attention(x):
    query, key, value = x(4, 2, 8), x(5, 2, 6), x(5, 2, 4)
    yield from both((8, 2), {"kdim": 6, "vdim": 4}, [query, key, value])
    yield from both((8, 2), {"dropout": 0.5}, [query, x(5, 2, 8), x(5, 2, 8)])
    yield sample((8, 4), {"add_bias_kv": True, "add_zero_attn": True}, [query, query, query])
    flags = {"need_weights": True, "average_attn_weights": False}
    yield sample((8, 2), {"batch_first": True}, [query, query, query], flags)
    yield sample((8, 2), {"bias": False}, [query, query, query], {"need_weights": False})
    mask = torch.triu(torch.ones(4, 4, dtype=torch.bool), 1)
    yield sample(
        (8, 2), {}, [query, query, query],
        {"attn_mask": mask, "is_causal": True, "need_weights": False})


def transformer_layer(x):
    yield from both((8, 2, 16, 0.3), {}, [x(4, 2, 8)])


def transformer_decoder_layer(x):
    yield from both((8, 2, 16, 0.3), {}, [x(4, 2, 8), x(3, 2, 8)])


def transformer_decoder(x):
    layer = ["module", "nn.TransformerDecoderLayer", [8, 2, 16, 0.0], []]
    yield from both((layer, 2), {}, [x(4, 2, 8), x(3, 2, 8)])


def upsample(x):
    for mode, shape in (
        ("nearest", (2, 3, 5)), ("nearest-exact", (2, 3, 4, 5)), ("linear", (2, 3, 5)),
        ("bilinear", (2, 3, 4, 5)), ("bicubic", (2, 3, 4, 5)), ("trilinear", (2, 3, 3, 4, 5)),
    ):
        yield sample((), {"scale_factor": 1.7, "mode": mode}, [x(*shape)])
        yield sample((), {"size": (2,) * (len(shape) - 2), "mode": mode}, [x(*shape)])
        if "linear" in mode or mode == "bicubic":
            yield sample(
                (), {"scale_factor": 2.0, "mode": mode, "align_corners": True}, [x(*shape)])


def padding(rank, *constructor):
    def samples(x):
        widths = [1, 2, 0, 1, 2, 1][: 2 * rank]
        yield sample((widths, *constructor), {}, [x(2, 3, *SPATIAL[rank])])
        negative = [-1, 2, 1, -1, 0, -1][: 2 * rank]
        yield sample((negative, *constructor), {}, [x(2, 3, *SPATIAL[rank])])

    return samples


def triplet(x):
    for keywords in ({}, {"p": 1, "swap": True}, {"margin": 0.5, "reduction": "none"}):
        yield sample((), keywords, [x(4, 5), x(4, 5), x(4, 5)])


def triplet_with_distance(x):
    for keywords in ({}, {"margin": 0.5, "swap": True, "reduction": "sum"}):
        yield sample((), keywords, [x(4, 5), x(4, 5), x(4, 5)])


def adaptive(x):
    target = torch.tensor([0, 3, 5, 9, 2, 11])
    yield sample((6, 12, [3, 7]), {}, [x(6, 6), target])
    yield sample((6, 12, [4]), {"div_value": 2.0, "head_bias": True}, [x(6, 6), target])
    yield sample((6, 12, [3, 7]), {}, [x(6), torch.tensor(8)], edge="unbatched")


def one(*samples):
    """Fixed samples: (constructor, keywords, shapes of the inputs)."""

    def drawn(x):
        for constructor, keywords, *shapes in samples:
            yield sample(constructor, keywords, [x(*shape) for shape in shapes])

    return drawn


MODULES = {
    "nn.AdaptiveLogSoftmaxWithLoss": adaptive,
    "nn.AlphaDropout": dropout(3, 4, 5),
    "nn.ChannelShuffle": one(((2,), {}, (2, 6, 3, 4)), ((3,), {}, (1, 6, 2, 2))),
    "nn.CosineSimilarity": one(((), {}, (4, 5), (4, 5)), ((0, 0.1), {}, (4, 5), (1, 5))),
    "nn.CrossMapLRN2d": one(((3,), {}, (2, 5, 4, 3)), ((4, 0.1, 0.6, 2), {}, (2, 5, 4, 3))),
    "nn.Dropout": dropout(3, 4, 5),
    "nn.Dropout1d": dropout(3, 4, 5),
    "nn.Dropout2d": dropout(3, 4, 5, 2),
    "nn.Dropout3d": dropout(3, 4, 2, 3, 2),
    "nn.Embedding": embedding,
    "nn.EmbeddingBag": embedding_bag,
    "nn.FeatureAlphaDropout": dropout(3, 4, 5),
    "nn.Flatten": one(((), {}, (2, 3, 4)), ((0, -2), {}, (2, 3, 4)), ((2,), {}, (2, 3, 4, 2))),
    "nn.Fold": one(
        (((4, 5), (2, 3)), {}, (2, 18, 9)),
        (((4, 5), 2), {"padding": 1, "stride": 2, "dilation": 2}, (1, 8, 6)),
        (((4, 5), 2), {}, (8, 12))),
    "nn.GRU": recurrent,
    "nn.Hardsigmoid": one(((), {}, (4, 5)), ((), {}, ())),
    "nn.Identity": one(((54,), {"unused": 1}, (2, 3))),
    "nn.LSTM": lstm,
    "nn.LazyLinear": one(((3,), {}, (2, 4)), ((3, False), {}, (2, 3, 4))),
    "nn.LogSoftmax": one(((0,), {}, (3, 4))),
    "nn.MultiheadAttention": attention,
    "nn.PairwiseDistance": one(
        ((), {}, (4, 5), (4, 5)), ((1.0, 0.1, True), {}, (4, 5), (4, 5)), ((3,), {}, (5,), (5,))),
    "nn.PixelShuffle": one(((2,), {}, (2, 8, 3, 4)), ((3,), {}, (9, 2, 2))),
    "nn.PixelUnshuffle": one(((2,), {}, (2, 3, 4, 6)), ((3,), {}, (2, 3, 3))),
    "nn.RNN": recurrent,
    "nn.RReLU": lambda x: both((), {}, [x(5, 6)]) + both((0.1, 0.9), {}, [x(5, 6)]),
    "nn.SyncBatchNorm": lambda x: [sample((4,), {}, [x(3, 4, 5)], training=False)],
    "nn.TransformerDecoder": transformer_decoder,
    "nn.TransformerDecoderLayer": transformer_decoder_layer,
    "nn.TransformerEncoderLayer": transformer_layer,
    "nn.TripletMarginLoss": triplet,
    "nn.TripletMarginWithDistanceLoss": triplet_with_distance,
    "nn.Unflatten": one(((1, (2, 3)), {}, (2, 6, 2)), ((-1, (2, -1)), {}, (3, 4))),
    "nn.Unfold": one(
        (((2, 3),), {}, (2, 3, 4, 5)),
        ((2,), {"padding": 1, "stride": 2, "dilation": 2}, (1, 2, 5, 4)), ((2,), {}, (2, 4, 4))),
    "nn.Upsample": upsample,
    "nn.UpsamplingBilinear2d": one(((), {"scale_factor": 2}, (2, 3, 3, 4)), (((5, 2),), {}, (2, 3, 3, 4))),
    "nn.UpsamplingNearest2d": one(((), {"scale_factor": 2}, (2, 3, 3, 4)), ((5,), {}, (2, 3, 3, 4))),
}
for _rank in (1, 2, 3):
    MODULES |= {
        f"nn.AvgPool{_rank}d": pool(_rank, averages=True),
        f"nn.BatchNorm{_rank}d": batch_norm(_rank),
        f"nn.CircularPad{_rank}d": padding(_rank),
        f"nn.ConstantPad{_rank}d": padding(_rank, 3.5),
        f"nn.Conv{_rank}d": conv(_rank),
        f"nn.ConvTranspose{_rank}d": conv_transpose(_rank),
        f"nn.InstanceNorm{_rank}d": instance_norm(_rank),
        f"nn.LazyBatchNorm{_rank}d": lazy_norm(_rank),
        f"nn.LazyConv{_rank}d": lazy({"padding": 1, "stride": 2}, _rank),
        f"nn.LazyConvTranspose{_rank}d": lazy({"stride": 2, "output_padding": 1}, _rank),
        f"nn.LazyInstanceNorm{_rank}d": lazy_norm(_rank),
        f"nn.MaxPool{_rank}d": pool(_rank, averages=False),
        f"nn.MaxUnpool{_rank}d": unpool(_rank),
        f"nn.ReflectionPad{_rank}d": padding(_rank),
        f"nn.ReplicationPad{_rank}d": padding(_rank),
        f"nn.ZeroPad{_rank}d": padding(_rank),
    }


def samples(name, dtype, seed):
    """The extras of a class; those that are of no use in a dtype fail and are left out."""
    if name not in MODULES:
        return []
    return list(MODULES[name](Maker(dtype, seed, name)))
