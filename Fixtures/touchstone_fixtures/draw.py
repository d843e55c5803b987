"""One call of a random function, and how generators are brought into a state."""

from dataclasses import dataclass, field

import torch

# Words drawn before the case, so that it crosses from one block of 624 words into the next.
CROSSING = 610


@dataclass
class Draw:
    """One call, and what happens to the default generator before it."""

    dtype: str
    args: list
    kwargs: dict = field(default_factory=dict)
    edge: str = ""
    seed: int | None = None
    words: int = 0
    keeps_normal: bool = False
    # Words drawn and normal kept of a generator to draw from, `generator=`.
    given: tuple | None = None


def prepare(generator, seed, words=0, keeps_normal=False):
    """Brings a generator into a state."""
    generator.manual_seed(seed)
    if words:
        torch.empty(words, dtype=torch.int32).random_(generator=generator)
    if keeps_normal:
        torch.empty(1, dtype=torch.float64).normal_(generator=generator)
    return generator
