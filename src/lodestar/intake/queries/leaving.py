from collections.abc import Callable

from lodestar.intake.models import ApplicationRole
from lodestar.refusal import Refused

holders: list[Callable[[ApplicationRole], Refused | None]] = []
"""Rules of concepts above this one, which know what a role takes part in; each adds its own at the start."""


def kept_by_others(row: ApplicationRole) -> Refused | None:
    """Whether something that a role takes part in has to end before the role can be withdrawn."""
    refusals = (holder(row) for holder in holders)
    return next((refused for refused in refusals if refused), None)
