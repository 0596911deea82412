from django.utils import timezone

from lodestar.home.actions import mail_about_failures, mail_on_monday


def call_to_the_desk() -> None:
    """Called every hour by the schedule: each mail is written once, however often this runs."""
    mail_on_monday(at=timezone.now())
    mail_about_failures(at=timezone.now())
