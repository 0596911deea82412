"""A worker to be killed: `python -m tests.outbox.worker prepare | deliver | sweep` on DATABASE_URL."""

import os
import sys
from datetime import UTC, datetime, timedelta

import django
import time_machine
from django.conf import settings


def prepare() -> None:
    from django.core.management import call_command

    from lodestar.outbox.models import Mail

    call_command("migrate", verbosity=0)
    Mail.objects.create(
        key="kill",
        message_id="<kill@lodestar.example.org>",
        address="reader@example.org",
        subject="Subject",
        text="Text",
        due_at=datetime.now(UTC),
        created_at=datetime.now(UTC),
    )


def deliver() -> None:
    from lodestar.outbox import tasks
    from lodestar.outbox.models import Mail

    mail = Mail.objects.get()
    print("ready", flush=True)
    tasks.deliver(mail.pk)


def sweep() -> None:
    """What every later sweep does: on the next day, more than once."""
    from lodestar.outbox import tasks

    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        tasks.deliver_due()
        tasks.deliver_due()


if __name__ == "__main__":
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(os.environ.get("MAIL_PORT", "1"))
    django.setup()
    {"prepare": prepare, "deliver": deliver, "sweep": sweep}[sys.argv[1]]()
