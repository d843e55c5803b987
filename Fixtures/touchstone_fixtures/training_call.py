"""Clipping of gradients and averages of models as functions of tensors.

The parameters of the functions are the fields of cases of suite `optimizers`:

- `clip_grad_norm_`: `gradients` of as many parameters, None where there is none; results are the
  norm and the gradients afterwards. `get_total_norm` gives the norm alone, `clip_grad_value_` the
  gradients.
- `AveragedModel`: `parameters` and `buffers` of a model at each update, `function` one of
  `AVERAGES` with its `decay`; results are the averaged parameters, buffers and `n_averaged` after each update,
  and the names of the state dict.
"""

import torch
from torch.nn.utils import clip_grad_norm_, clip_grad_value_, get_total_norm
from torch.optim import swa_utils

AVERAGES = {
    "default": lambda decay: {},
    "swa": lambda decay: {"avg_fn": swa_utils.get_swa_avg_fn()},
    "ema": lambda decay: {"avg_fn": swa_utils.get_ema_avg_fn(decay)},
    "multi_swa": lambda decay: {"multi_avg_fn": swa_utils.get_swa_multi_avg_fn()},
    "multi_ema": lambda decay: {"multi_avg_fn": swa_utils.get_ema_multi_avg_fn(decay)},
}


def clipped_by_norm(gradients, max_norm, norm_type, error_if_nonfinite, foreach):
    parameters = with_gradients(gradients)
    total = clip_grad_norm_(parameters, max_norm, norm_type, error_if_nonfinite, foreach)
    return [total, *(p.grad for p in parameters)]


def total_norm(gradients, norm_type, error_if_nonfinite, foreach):
    return [get_total_norm(gradients, norm_type, error_if_nonfinite, foreach)]


def clipped_by_value(gradients, clip_value, foreach):
    parameters = with_gradients(gradients)
    clip_grad_value_(parameters, clip_value, foreach)
    return [p.grad for p in parameters]


def with_gradients(gradients):
    parameters = []
    for gradient in gradients:
        like = torch.zeros(1) if gradient is None else gradient
        parameters.append(torch.zeros_like(like).requires_grad_())
        parameters[-1].grad = None if gradient is None else gradient.detach().clone()
    return parameters


def averaged(parameters, buffers, function, decay, use_buffers):
    model = Held(parameters[0], buffers[0])
    average = swa_utils.AveragedModel(model, use_buffers=use_buffers, **AVERAGES[function](decay))
    found = []
    for own, other in zip(parameters, buffers):
        model.take(own, other)
        average.update_parameters(model)
        state = [*average.module.parameters(), *average.module.buffers(), average.n_averaged]
        found += [tensor.detach().clone() for tensor in state]
    return [*found, " ".join(average.state_dict())]


class Held(torch.nn.Module):
    """A module that has these parameters and buffers."""

    def __init__(self, parameters, buffers):
        super().__init__()
        for index, tensor in enumerate(parameters):
            self.register_parameter(f"p{index}", torch.nn.Parameter(tensor.detach().clone()))
        for index, tensor in enumerate(buffers):
            self.register_buffer(f"b{index}", tensor.detach().clone())

    def take(self, parameters, buffers):
        with torch.no_grad():
            for own, new in zip([*self.parameters(), *self.buffers()], [*parameters, *buffers]):
                own.copy_(new)


def run(name, *arguments):
    """The results of one of `FUNCTIONS` as a list of leaves."""
    return FUNCTIONS[name](*arguments)


FUNCTIONS = {
    "AveragedModel": averaged,
    "clip_grad_norm_": clipped_by_norm,
    "clip_grad_value_": clipped_by_value,
    "get_total_norm": total_norm,
}
