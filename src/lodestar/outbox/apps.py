from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "lodestar.outbox"
