from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django_q.models import Schedule


class Command(BaseCommand):
    help = "Tells the worker which work falls due by the clock. Run it at every start; it repeats nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        for path, minutes in settings.SCHEDULED_WORK.items():
            Schedule.objects.update_or_create(
                name=path,
                defaults={"func": path, "schedule_type": Schedule.MINUTES, "minutes": minutes},
            )
        Schedule.objects.filter(name__startswith="lodestar.").exclude(
            name__in=settings.SCHEDULED_WORK
        ).delete()
