from django.utils import timezone

from lodestar.handover import actions


def carry_out_due() -> None:
    """Called every hour by the schedule: each handover happens once, however often this runs."""
    actions.carry_out_due(at=timezone.now())
