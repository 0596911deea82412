from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class MatchmakingConfig(AppConfig):
    name = "lodestar.matchmaking"

    def ready(self) -> None:
        from lodestar.history.queries import private
        from lodestar.intake.actions.apply import when_a_role_is_withdrawn
        from lodestar.matchmaking.actions.offers import end_offers_of
        from lodestar.matchmaking.queries.offers import is_own_pair
        from lodestar.mentorships.models import Mentorship

        private.append(is_own_pair)
        when_a_role_is_withdrawn.append(end_offers_of)
        for holder in (self.get_model("Match"), Mentorship):
            pre_delete.connect(give_back_seat, sender=holder)


def give_back_seat(instance: Any, **_signal: Any) -> None:
    """What was made with made-up people is deleted with them; the place it held is free again."""
    from lodestar.mentorships.actions import free_seat

    if instance.seat_id:
        free_seat(holder=instance.public_id)
