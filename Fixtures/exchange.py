"""Weights that travel between Touchstone and PyTorch in HDF5 files.

    python Fixtures/exchange.py DIR --tool .build/debug/touchstone

Touchstone writes the state dict of every network of suite `networks`; each is loaded here into its
PyTorch twin with strict=True. PyTorch's own are written beside, after a step of training. Then
Touchstone loads both and must give PyTorch's outputs.

Checkpoints go both ways as well: each library begins trainings (`training_exchange`), the other
continues them with the state of model, optimizer, schedule and generator, and must end in the same
state. Exit code 1 when a difference is more than rounding.
"""

import argparse
import os
import subprocess
import sys

import torch
from touchstone_fixtures import networks, training_exchange
from touchstone_fixtures.state_files import read_state, write_state


def write_call(path, network, inputs):
    """Inputs, and what PyTorch makes of them in evaluation."""
    network.eval()
    with torch.no_grad():
        output = network(*inputs)
    named = {f"input.{index}": tensor for index, tensor in enumerate(inputs)}
    write_state(path, {**named, "output": output})


def from_touchstone(folder, cls, inputs):
    """Loads Touchstone's weights; strict=True refuses missing, surplus and mis-shaped names."""
    network = cls()
    state = read_state(f"{folder}/touchstone/{cls.__name__}.h5")
    if list(state) != list(network.state_dict()):
        raise SystemExit(f"{cls.__name__}: the names or their order differ from PyTorch's")
    network.load_state_dict(state, strict=True)
    write_call(f"{folder}/touchstone/{cls.__name__}.call.h5", network, inputs)


def from_pytorch(folder, cls, inputs):
    """Writes weights and buffers that a step of training has moved."""
    network = cls()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    network(*inputs).square().mean().backward()
    optimizer.step()
    write_state(f"{folder}/pytorch/{cls.__name__}.h5", network.state_dict())
    write_call(f"{folder}/pytorch/{cls.__name__}.call.h5", network, inputs)


def main():
    parser = argparse.ArgumentParser(description="Exchanges weights with Touchstone.")
    parser.add_argument("folder")
    parser.add_argument("--tool", default=".build/debug/touchstone", help="the touchstone command")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    os.makedirs(f"{options.folder}/pytorch", exist_ok=True)
    subprocess.run([options.tool, "exchange", "write", options.folder], check=True)
    for cls, make in networks.ALL.items():
        torch.manual_seed(options.seed)
        inputs = make(torch.float32, torch.Generator().manual_seed(options.seed))
        from_touchstone(options.folder, cls, inputs)
        from_pytorch(options.folder, cls, inputs)
    training_exchange.begin(options.folder, options.seed)
    failed = subprocess.run([options.tool, "exchange", "train", options.folder]).returncode
    failed |= not training_exchange.finish(options.folder)
    return failed | subprocess.run([options.tool, "exchange", "check", options.folder]).returncode


if __name__ == "__main__":
    sys.exit(main())
