from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "lodestar.handover"

    def ready(self) -> None:
        from lodestar.handover.actions import take_back_plans_with
        from lodestar.handover.queries.handovers import sentences
        from lodestar.people.actions import when_a_role_is_taken_away
        from lodestar.people.queries import coming

        when_a_role_is_taken_away.append(take_back_plans_with)
        coming.append(sentences)
