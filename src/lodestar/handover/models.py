from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lodestar.people.models import Person
from lodestar.public_id import PublicIdField


class HandoverQuerySet(models.QuerySet["Handover"]):
    def planned(self) -> "HandoverQuerySet":
        return self.filter(state=Handover.State.PLANNED)


class Handover(models.Model):
    """One coordinator leaves their work to another on a day.

    planned (`plan_handover`) -> done (`carry_out_handover`, on the day) or cancelled (`cancel_handover`, also
    by the program when one of the two is no coordinator any more).
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("taken back")

    public_id = PublicIdField(prefix="h")
    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    becomes_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(leaver=F("successor")),
                name="a_handover_is_to_somebody_else",
                violation_error_message=_("Choose somebody else to take over."),
            ),
            models.UniqueConstraint(
                fields=["leaver"],
                condition=Q(state="planned"),
                name="one_planned_handover_per_leaver",
                violation_error_message=_("A handover of this coordinator is planned already."),
            ),
            models.CheckConstraint(
                condition=Q(state="planned", settled_at__isnull=True)
                | (~Q(state="planned") & Q(settled_at__isnull=False)),
                name="a_settled_handover_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
