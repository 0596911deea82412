from django.utils import timezone

from lodestar.outbox import actions, queries

AT_ONCE = 10  # with every one waiting for a silent server, a sweep still ends before its worker's limit


def deliver(mail_id: int) -> None:
    actions.deliver(mail_id=mail_id, at=timezone.now())


def deliver_due() -> None:
    """Send what is due again and what a lost task left behind; find the mails of killed workers."""
    actions.mark_unsure(at=timezone.now())
    for mail_id in queries.due(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]:
        deliver(mail_id)
