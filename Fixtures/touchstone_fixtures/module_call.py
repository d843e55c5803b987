"""A module as a function: construction, state and call in, results and changed state out.

`run` is what the cases of suite `modules` call; its parameters are the fields of a case:

- `constructor`, `constructor_keywords`: arguments of the class. Keywords are lists of
  `[name, value]`. A module among them stands as `["module", class, constructor, keywords]`.
- `state`: `[name, tensor]` for every entry of the state dict; None asks for what the constructor
  drew (and the first call, where `inputs` are given: lazy modules draw then).
- `inputs`, `input_keywords`: the call.
- `training`, `seed`: mode, and seed of the default generator: before the construction where
  `state` is None, else before the call.
- `after`: state entries that are results too, as they are after the call.
- `dtype`: what the module is converted to after its construction.

Results of a call: its leaves, then the entries `after`. Results of a construction: `repr`, the
names of the state dict and the bits of its tensors. Then two numbers that the generator would give
next, as integers: they tell how many numbers were drawn.
"""

import dataclasses

import torch

from . import networks, trees


def run(
    name, constructor, constructor_keywords, state, inputs, input_keywords, training, seed, after,
    dtype,
):
    """Builds the module `name`, calls it and returns its results as a list of leaves."""
    if state is None:
        torch.manual_seed(seed)
    module = built(name, constructor, constructor_keywords)
    if dtype is not None:
        module = module.to(dtype)
    module.train(training)
    if state is None:
        if inputs is not None:
            call(module, inputs, input_keywords)
        return [*construction(module), *witnesses()]
    materialise(module, inputs, input_keywords)
    install(module, state)
    torch.manual_seed(seed)
    results = list(leaves_of(call(module, inputs, input_keywords)))
    entries = module.state_dict(keep_vars=True)
    return [*results, *(entries[entry].detach().clone() for entry in after), *witnesses()]


def call(module, inputs, input_keywords):
    return module(*revived_list(inputs), **keywords(input_keywords))


def materialise(module, inputs, input_keywords):
    """Gives lazy parameters their shapes."""
    if any(isinstance(part, torch.nn.modules.lazy.LazyModuleMixin) for part in module.modules()):
        with torch.no_grad():
            call(module, inputs, input_keywords)


def leaves_of(output):
    if isinstance(output, (tuple, list)):
        for item in output:
            yield from leaves_of(item)
    else:
        yield output


def construction(module):
    entries = module.state_dict()
    return [repr(module), " ".join(entries), *(bits(tensor) for tensor in entries.values())]


INTEGERS = {1: torch.uint8, 2: torch.int16, 4: torch.int32, 8: torch.int64}


def bits(tensor):
    """The elements as integers of the same size: a construction must agree to the bit."""
    tensor = tensor.detach().contiguous()
    return tensor.clone().view(INTEGERS[tensor.element_size()])


def witnesses():
    """Next numbers of the default generator: a kept normal number shows in the first."""
    normal = torch.randn(1, dtype=torch.float64).view(torch.int64)
    return [normal, torch.empty(1, dtype=torch.int64).random_()]


def built(name, constructor, constructor_keywords):
    return class_of(name)(*revived_list(constructor), **keywords(constructor_keywords))


def class_of(name):
    """A class of `torch.nn`, or a whole network of this package."""
    space, _, path = name.partition(".")
    if space == "networks":
        return networks.BY_NAME[path]
    cls = torch.nn
    for part in path.split("."):
        cls = getattr(cls, part)
    return cls


def keywords(pairs):
    return {name: revived(name, value) for name, value in pairs}


def revived_list(values):
    return [revived("", value) for value in values]


def revived(name, value):
    """What JSON cannot hold, made again from how it is written."""
    if isinstance(value, (list, tuple)) and len(value) == 4 and value[0] == "module":
        return built(*value[1:])
    if name == "options" and value is not None:
        return torch.nn.LinearCrossEntropyOptions(**dict(value))
    return value


def written(value):
    """The reverse of `revived`, for arguments that PyTorch's database gives."""
    if isinstance(value, torch.nn.Module):
        name, args, kwargs = value.touchstone_construction
        return ["module", name, written_list(args), written_keywords(kwargs)]
    if isinstance(value, torch.nn.LinearCrossEntropyOptions):
        named = [(item.name, getattr(value, item.name)) for item in dataclasses.fields(value)]
        return [[name, item] for name, item in named if item is not None]
    if callable(value) and getattr(value, "__name__", "") in ("relu", "gelu"):
        return value.__name__
    return value


def written_list(values):
    return [written(value) for value in values]


def written_keywords(mapping):
    return [[name, written(value)] for name, value in mapping.items()]


def install(module, state):
    """Makes the given tensors, themselves, the module's parameters and buffers."""
    for name, tensor in state:
        path, _, leaf = name.rpartition(".")
        owner = module.get_submodule(path)
        table = owner._parameters if leaf in owner._parameters else owner._buffers
        if leaf not in table:
            raise trees.NotEncodable(f"{name} is neither parameter nor buffer")
        table[leaf] = tensor
    for part in module.modules():
        if isinstance(part, torch.nn.RNNBase):
            part._init_flat_weights()
