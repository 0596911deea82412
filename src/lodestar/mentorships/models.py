from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lodestar.intake.models import ApplicationRole
from lodestar.people.models import Person
from lodestar.public_id import PublicIdField


class SeatQuerySet(models.QuerySet["Seat"]):
    def free(self) -> "SeatQuerySet":
        return self.filter(is_open=True, held_by__isnull=True)

    def held(self) -> "SeatQuerySet":
        return self.filter(held_by__isnull=False)


class Seat(models.Model):
    """One place a mentor has for a mentee, in any cycle. Capacity is the number of open ones.

    `held_by` is the public id of the offer or active mentorship that holds it, or null. It is taken
    by a conditional update (`take_seat`), so that two people can never take one place. Lowering the
    capacity closes seats (`provide_seats`); a closed one stays held until its holder gives it back.
    """

    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    held_by = models.CharField(max_length=16, null=True, blank=True, unique=True)
    is_open = models.BooleanField(default=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["mentor_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mentor", "number"], name="one_seat_per_number"),
            models.CheckConstraint(
                condition=Q(held_by__isnull=True) | ~Q(held_by=""), name="a_free_seat_is_null"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id}/{self.number}"


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def active(self) -> "MentorshipQuerySet":
        return self.filter(ended_at__isnull=True)

    def visible_to(self, person: Any) -> "MentorshipQuerySet":
        """The pair's own, and for the coordinator those they are not part of (the deputy sees theirs)."""
        own = Q(mentor_id=person.pk) | Q(mentee_id=person.pk)
        return self.all() if person.is_coordinator else self.filter(own)


class Mentorship(models.Model):
    """The living relationship of two people. `start_mentorship` makes it, `end_mentorship` ends it.

    First contact is one press of "We have talked" (`say_we_talked`); `remind_first_contact` asks once.
    """

    class Kind(models.TextChoices):
        PROJECT = "project", _("project-based")
        ONGOING = "ongoing", _("on-going")
        NOT_SAID = "not_said", _("not said yet")

    class EndReason(models.TextChoices):
        COMPLETED = "completed", _("completed")
        EARLY = "early", _("goals met early")
        LEFT = "left", _("left the job")
        WORKLOAD = "workload", _("workload")
        NO_CONTACT = "no_contact", _("no contact")
        MISMATCH = "mismatch", _("not a good fit")
        OTHER = "other", _("other")

    public_id = PublicIdField(prefix="s")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships_as_mentor")
    mentee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships_as_mentee")
    mentor_role = models.ForeignKey(ApplicationRole, on_delete=models.PROTECT, related_name="+")
    mentee_role = models.ForeignKey(ApplicationRole, on_delete=models.PROTECT, related_name="mentorships")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mentorships")
    kind = models.CharField(max_length=10, choices=Kind)
    shared_areas = models.JSONField(default=list, help_text="Labels, in the mentee's order.")
    started_at = models.DateTimeField()
    first_talk_on = models.DateField(null=True, blank=True)
    first_talk_said_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_talk_asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=12, choices=EndReason, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="nobody_mentors_themselves",
                violation_error_message=_("A person cannot be their own mentor."),
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(ended_at__isnull=True), name="one_active_mentorship_per_seat"
            ),
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(ended_at__isnull=True),
                name="one_active_mentorship_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="an_end_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class NewMatchWish(models.Model):
    """Whether one side of an ended mentorship wishes a new match. Only the coordinator sees it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    wished = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mentorship", "person"], name="one_wish_each")]

    def __str__(self) -> str:
        return f"{self.mentorship_id} {self.person_id}"


class NotAgain(models.Model):
    """Two people who are not proposed to each other again, until the coordinator lifts it."""

    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"],
                condition=Q(lifted_at__isnull=True),
                name="one_not_again_per_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.mentee_id}"


class MessageToCoordinator(models.Model):
    """What one of the pair asked the coordinator, and the answer. The partner never sees it."""

    public_id = PublicIdField(prefix="q")
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="messages")
    writer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.public_id
