"""Which modules are called how: PyTorch's `module_db` and what it lacks."""

import contextlib
import functools

import torch
from torch.testing._internal import common_modules

from . import dtypes, module_call, module_errors, module_extras, seeds
from .module_sample import Sample


@functools.cache
def database():
    return {info.name: info for info in common_modules.module_db}


def names():
    """Every class of `module_db`, then those that only the extras have."""
    return list(dict.fromkeys([*sorted(database()), *sorted(module_extras.MODULES)]))


def of(name, dtype, seed):
    """The samples of a class in one dtype, in both modes where they differ."""
    found = from_database(name, dtype, seed) if name in database() else []
    return found + module_extras.samples(name, dtypes.BY_NAME[dtype], seed)


def from_database(name, dtype, seed):
    info = database()[name]
    modes = (True, False) if info.train_and_eval_differ else (True,)
    wants_gradient = dtypes.BY_NAME[dtype] not in dtypes.HALF
    found = []
    for training in modes:
        seeds.seed_everything(seed, f"modules/{name}/{dtype}/{training}")
        with constructions_noted():
            inputs = info.module_inputs_func(
                info, device="cpu", dtype=dtypes.BY_NAME[dtype], requires_grad=wants_gradient,
                training=training,
            )
            found += [sample_of(item, training) for item in inputs]
    return found


def errors_of(name, seed):
    """`module_db`'s calls that PyTorch refuses."""
    info = database().get(name)
    found = []
    for training in (True, False) if info and info.train_and_eval_differ else (True,):
        if info is None or info.module_error_inputs_func is None:
            continue
        seeds.seed_everything(seed, f"modules/{name}/errors/{training}")
        inputs = info.module_error_inputs_func(
            info, device="cpu", dtype=torch.float32, requires_grad=False, training=training
        )
        for item in inputs:
            sample = sample_of(item.module_error_input, training)
            forward = item.error_on == common_modules.ModuleErrorEnum.FORWARD_ERROR
            sample.error = "call" if forward else "construction"
            sample.regex = item.error_regex
            found.append(sample)
    return found + module_errors.of(name)


def sample_of(item, training):
    construction, call = item.constructor_input, item.forward_input
    return Sample(
        module_call.written_list(construction.args),
        module_call.written_keywords(construction.kwargs),
        None if call is None else module_call.written_list(call.args),
        [] if call is None else module_call.written_keywords(call.kwargs),
        training,
    )


@contextlib.contextmanager
def constructions_noted():
    """Modules that are arguments of others remember how they were made."""
    cls = torch.nn.TransformerEncoderLayer
    original = cls.__init__

    def noting(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.touchstone_construction = ("nn.TransformerEncoderLayer", args, dict(kwargs))

    cls.__init__ = noting
    try:
        yield
    finally:
        cls.__init__ = original
