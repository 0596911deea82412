from importlib import import_module

from django.conf import settings


def clear_ended_sessions() -> None:
    """Delete the rows of sessions whose time is over; safe to repeat."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
