"""What the committed corpus keeps: every float32 sample but giants, and a fair part of the rest.

Two limits for each operation and dtype: a number of samples (spread evenly over the list) and a
number of bytes (smallest samples first). `--full` lifts both.
"""

SAMPLES = {"float32": None, "float64": 24, "float16": 12, "bfloat16": 12, "int64": 12}
SAMPLES_OTHERWISE = 8
BYTES = {"float32": 800_000, "float64": 200_000}
BYTES_OTHERWISE = 100_000
# Modules repeat their functions' numbers; what they add are arguments, state and constructions.
MODULE_SAMPLES = {"float32": 160, "float64": 24, "float16": 8, "bfloat16": 8}
MODULE_BYTES = {"float32": 240_000, "float64": 60_000, "float16": 20_000, "bfloat16": 20_000}


class Limits:
    """The default budget; `full` admits everything."""

    def __init__(self, full=False, samples=SAMPLES, sizes=BYTES):
        self.full, self.samples, self.sizes = full, samples, sizes

    def for_modules(self):
        return Limits(self.full, MODULE_SAMPLES, MODULE_BYTES)

    def admitted(self, op, dtype, calls, scope):
        """Indices of the samples to run: evenly spread, without inputs above the byte limit."""
        if self.full:
            return sorted(calls)
        small = [i for i in sorted(calls) if calls[i].input_bytes <= self.bytes(dtype)]
        scope.leave_out(sorted(set(calls) - set(small)), "size budget; in --full")
        limit = self.samples.get(dtype, SAMPLES_OTHERWISE)
        kept = small if limit is None else spread(small, limit)
        scope.leave_out(sorted(set(small) - set(kept)), f"at most {limit} samples; in --full")
        return kept

    def bytes(self, dtype):
        return self.sizes.get(dtype, BYTES_OTHERWISE)

    def within_bytes(self, op, dtype, cases, scope):
        """The smallest cases that fit into the byte limit together, in their order."""
        if self.full:
            return cases
        kept, total = set(), 0
        for case in sorted(cases, key=lambda case: (case.size, case.index)):
            total += case.size
            if total > self.bytes(dtype):
                break
            kept.add(case.index)
        scope.leave_out([c.index for c in cases if c.index not in kept], "size budget; in --full")
        return [case for case in cases if case.index in kept]


def spread(items, limit):
    """`limit` of the items, evenly spaced, the first and the last among them."""
    if len(items) <= limit:
        return items
    step = (len(items) - 1) / (limit - 1)
    return [items[round(position * step)] for position in range(limit)]
