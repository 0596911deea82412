from django.apps import AppConfig


class MentorshipsConfig(AppConfig):
    name = "lodestar.mentorships"

    def ready(self) -> None:
        from lodestar.intake.queries.leaving import holders
        from lodestar.mentorships.queries import kept_by_a_pair

        holders.append(kept_by_a_pair)
