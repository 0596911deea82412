from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lodestar.ui"
    label = "ui"
