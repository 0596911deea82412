import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Does all work that is due now. May run at any time, from cron too, and as often as you like."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [path for path in settings.SCHEDULED_WORK if not runs(path)]
        if failed:
            raise CommandError("Failed: " + ", ".join(failed))


def runs(path: str) -> bool:
    """Do one task; that it fails must not keep the next one from its turn."""
    try:
        import_string(path)()
    except Exception:
        logging.getLogger(__name__).exception("Due work failed: %s", path)
        return False
    return True
