from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How the person whose act it is said it."""

    WEB = "web", _("on the web")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")
    IN_PERSON = "in_person", _("in person")
    FILE = "file", _("from a file")
    PROGRAM = "program", _("by the program")


class Unchanging(models.QuerySet["Entry"]):
    """Rows that are written once: what happened is neither reworded nor taken away."""

    def update(self, **fields: Any) -> int:
        raise TypeError("History is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("History is never deleted.")


class Entry(models.Model):
    """One act: who did what, to which thing, when and why. Written by `actions.record`, never changed.

    The thing is named by kind and public id, so that history stands below every other concept.
    Never holds texts of a pair, codes, or answers only their writer may read.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    said_on = models.DateField(null=True, blank=True)
    act = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    thing = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager["Entry"]] = Unchanging.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "thing", "at"])]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.thing}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("History is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("History is never deleted.")
