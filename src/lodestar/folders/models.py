from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from lodestar.people.models import Person


class Folder(models.Model):
    """What coordinators keep among themselves about one application, offer or mentorship.

    The thing is named by kind and public id, as in history. `assign` says who looks after it, `write_note`
    adds to it. The folder of an offer goes on as the mentorship's (`pass_folder`).
    """

    kind = models.CharField(max_length=30)
    thing = models.CharField(max_length=16)
    assigned_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="folders"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], name="one_folder_per_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"


class NoteQuerySet(models.QuerySet["Note"]):
    def open(self) -> "NoteQuerySet":
        return self.filter(put_away_at__isnull=True)


class Note(models.Model):
    """What one coordinator writes for the others. Only coordinators see it, and nobody whom it is about.

    It is not reworded: `put_away` when it no longer matters, and write another.
    """

    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    put_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: Any = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something"),
            models.CheckConstraint(
                condition=Q(put_away_at__isnull=True, put_away_by__isnull=True)
                | Q(put_away_at__isnull=False, put_away_by__isnull=False),
                name="who_puts_a_note_away_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.folder_id} {self.at:%Y-%m-%d}"
