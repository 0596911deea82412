"""Rules, rounds, who is left without a match, and the coordinator's decisions in a round."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lodestar.intake.models import ApplicationRole
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.public_id import PublicIdField


class MatchingRules(models.Model):
    """One version of the rules and weights of matching. Never changed: a new setting is a new row."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="matching_rules")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    weights = models.JSONField(help_text="Part of the fit -> integer weight, not all zero.")
    bands = models.JSONField(help_text="Band edges of the fit, 0 to 10,000, rising.")
    exclude_same_library = models.BooleanField(default=True)
    exclude_same_board = models.BooleanField(default=True)
    require_shared_area = models.BooleanField(default=True)
    exclude_both_directions = models.BooleanField(default=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"rules {self.number}"


class MatchingRound(models.Model):
    """One computation over a cycle's pool, with the instance it solved and the proof of the answer.

    draft -> queued (`request_round`) -> solving -> proposed (`run_matching_round`)
    -> published (`send_offers`);
    anything before published -> stopped (`stop_round`).
    A round is for everybody in the pool who has no partner yet, or for some mentees (`only_for`) while
    the rest stays as it is.
    While it is computed, `progress` is the step it is at. While it is proposed, each decision about a pair
    solves it again (`actions.workbench`): `version` counts the answers it has had, `moved` holds whose
    mentor the last one changed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        QUEUED = "queued", _("waiting to be computed")
        SOLVING = "solving", _("being computed")
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", _("offers sent")
        STOPPED = "stopped", _("stopped")

    class Progress(models.IntegerChoices):
        """The steps of the computation, in their order."""

        WAITING = 0, _("waiting for its turn")
        READING = 1, _("reading the pool")
        PREPARING = 2, _("laying out people and rules")
        MATCHING = 3, _("finding the best matching")
        EXPLAINING = 4, _("finding the reasons and the next best")
        STORING = 5, _("storing the round")

    public_id = PublicIdField(prefix="r")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    is_for_some = models.BooleanField(default=False)
    only_for = models.ManyToManyField(
        ApplicationRole, blank=True, related_name="+", help_text="The mentees of a round for some."
    )
    progress = models.PositiveSmallIntegerField(choices=Progress, default=Progress.WAITING)
    attempt = models.PositiveIntegerField(default=0, help_text="How often its computation was begun.")
    rules = models.ForeignKey(MatchingRules, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    packed_instance = models.BinaryField(default=b"", help_text="The pairing-instance/1 text, by zlib.")
    instance_hash = models.CharField(max_length=64, blank=True)
    values = models.JSONField(default=dict)
    certificate = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    moved = models.JSONField(
        default=list, help_text="[mentee role, mentor role before or null, mentor role after or null]"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="one_round_per_number")]

    def __str__(self) -> str:
        return self.public_id


class Unmatched(models.Model):
    """A person the round left without a match, with the reason as a code and what makes its sentence."""

    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="unmatched")
    application_role = models.ForeignKey(ApplicationRole, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "application_role"], name="one_reason_per_unmatched")
        ]

    def __str__(self) -> str:
        return f"{self.application_role_id} {self.code}"


class Ruling(models.Model):
    """The coordinator's word on a pair in a cycle: pinned together, or forbidden with a note."""

    class Kind(models.TextChoices):
        PIN = "pin", _("pinned")
        FORBID = "forbid", _("forbidden")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rulings")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mentee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    note = models.CharField(max_length=500, blank=True)
    is_exception = models.BooleanField(
        default=False, help_text="A pin for which library, board and area in common do not count."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "mentor", "mentee"],
                condition=Q(lifted_at__isnull=True),
                name="one_ruling_per_pair",
                violation_error_message=_("There is already a decision about this pair."),
            ),
            models.UniqueConstraint(
                fields=["cycle", "mentee"],
                condition=Q(lifted_at__isnull=True, kind="pin"),
                name="one_pin_per_mentee",
                violation_error_message=_("This mentee is pinned to somebody already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="forbid") | ~Q(note=""),
                name="a_forbidden_pair_has_a_note",
                violation_error_message=_("Say in a few words why this pair is forbidden."),
            ),
            models.CheckConstraint(
                condition=Q(is_exception=False) | (Q(kind="pin") & ~Q(note="")),
                name="an_exception_is_a_pin_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mentor_id} {self.mentee_id}"


class Step(models.Model):
    """One decision in a proposed round, and what it did to the rulings, so that it can be undone."""

    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    made = models.JSONField(default=list, help_text="Ids of the rulings it made or brought back.")
    lifted = models.JSONField(default=list, help_text="Ids of the rulings it lifted.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["round_id", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_step_per_number")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"
