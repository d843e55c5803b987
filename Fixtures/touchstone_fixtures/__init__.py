"""Generator of Touchstone's fixtures: PyTorch's samples, results, truths and gradients as HDF5."""

SCHEMA_VERSION = 1
