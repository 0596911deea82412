from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "lodestar.intake"
