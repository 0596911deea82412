from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "lodestar.intake"

    def ready(self) -> None:
        from lodestar.history.queries import finders, parts, private
        from lodestar.intake.queries.things import applications_of, find_applications, is_own_application

        finders["application"] = find_applications
        parts["person"].append(applications_of)
        private.append(is_own_application)
