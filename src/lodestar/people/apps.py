from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lodestar.people"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.contrib.auth.signals import user_logged_in

        from lodestar.history.queries import finders
        from lodestar.people.middleware import ask_for_another_second_factor, begin_session, count_as_proof
        from lodestar.people.queries import find_by_id

        finders["person"] = find_by_id
        user_logged_in.connect(begin_session)
        authenticator_added.connect(count_as_proof)
        authenticator_removed.connect(ask_for_another_second_factor)
