from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lodestar.public_id import PublicIdField


class Mail(models.Model):
    """One message to one person, written in the transaction of the act that causes it.

    `queue_mail` makes it: queued with an address, by_hand without one. `deliver` moves
    queued -> sending (committed before the server is spoken to) -> sent, or back to queued with a
    later `due_at`, or failed. `mark_unsure` turns a mail left in sending by a kill into unsure;
    `send_again` queues an unsure or failed one; `mark_told` settles one by hand, and
    `set_aside` one by hand that events have overtaken. A mail that waits for a person whose account has
    been closed becomes withheld.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNSURE = "unsure", _("perhaps sent")
        FAILED = "failed", _("not delivered")
        BY_HAND = "by_hand", _("to be told by phone or letter")
        TOLD = "told", _("told by phone or letter")
        NEEDLESS = "needless", _("no longer to be told")
        WITHHELD = "withheld", _("not sent: the account is closed")

    NEEDS_SOMEONE = (State.UNSURE, State.FAILED, State.BY_HAND)

    public_id = PublicIdField(prefix="o")
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["by_hand", "told", "needless"]) | ~Q(address=""),
                name="mail_without_address_is_by_hand",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_mail_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.key
