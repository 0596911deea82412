from django.apps import AppConfig


class FoldersConfig(AppConfig):
    name = "lodestar.folders"

    def ready(self) -> None:
        from lodestar.folders.actions import give_back
        from lodestar.people.actions import when_a_role_is_taken_away

        when_a_role_is_taken_away.append(give_back)
