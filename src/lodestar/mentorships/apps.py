from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "lodestar.mentorships"

    def ready(self) -> None:
        from lodestar.history.queries import finders, parts
        from lodestar.intake.queries.leaving import holders
        from lodestar.mentorships.actions.partners import tell_partners_of_another_address
        from lodestar.mentorships.queries import find_pairs, kept_by_a_pair, pairs_of
        from lodestar.people.actions import when_another_changes_the_address

        finders["mentorship"] = find_pairs
        parts["person"].append(pairs_of)
        holders.append(kept_by_a_pair)
        when_another_changes_the_address.append(tell_partners_of_another_address)
