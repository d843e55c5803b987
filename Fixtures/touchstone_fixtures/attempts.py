"""Cases that PyTorch may refuse: they are left out with its reason."""

from . import build, errors, evaluate, trees


def completed(case, call, seed, scope, index):
    """The case with everything PyTorch says about `call`; None where it fails."""
    try:
        notes = build.fill(case, call, seed)
    except (*errors.KINDS, trees.NotEncodable) as error:
        scope.leave_out([index], f"PyTorch fails: {evaluate.first_line(error)}")
        return None
    for note in notes:
        scope.leave_out([index], note)
    return case
