from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    name = "lodestar.matchmaking"

    def ready(self) -> None:
        from lodestar.history.queries import finders, parts, private
        from lodestar.intake.actions.apply import when_a_role_is_withdrawn
        from lodestar.intake.actions.practice import when_made_up_people_go
        from lodestar.matchmaking.actions.offers import end_offers_of
        from lodestar.matchmaking.actions.practice import free_seats_of
        from lodestar.matchmaking.queries.offers import is_own_pair
        from lodestar.matchmaking.queries.things import decisions_of_pair, decisions_of_person, find_offers

        finders["match"] = find_offers
        parts["person"].append(decisions_of_person)
        parts["mentorship"].append(decisions_of_pair)
        private.append(is_own_pair)
        when_a_role_is_withdrawn.append(end_offers_of)
        when_made_up_people_go.append(free_seats_of)
