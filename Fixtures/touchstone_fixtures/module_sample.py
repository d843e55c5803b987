"""One construction and call of a module."""

from dataclasses import dataclass


@dataclass
class Sample:
    """Arguments as `module_call.run` takes them; `inputs` None asks for the construction alone.

    `error` says what PyTorch refuses: the `construction` or the `call`.
    """

    constructor: list
    constructor_keywords: list
    inputs: list | None
    input_keywords: list
    training: bool = True
    edge: str = ""
    error: str = ""
    regex: str = ""
