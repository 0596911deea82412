from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lodestar.history.models import Channel
from lodestar.intake.models import ApplicationRole
from lodestar.mentorships.models import Mentorship, Seat
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
    While it is proposed, each decision about a pair solves it again (`actions.workbench`): `version`
    counts the answers it has had, `moved` holds whose mentor the last one changed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        QUEUED = "queued", _("waiting to be computed")
        SOLVING = "solving", _("being computed")
        PROPOSED = "proposed", _("proposed")
        PUBLISHED = "published", _("offers sent")
        STOPPED = "stopped", _("stopped")

    public_id = PublicIdField(prefix="r")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    rules = models.ForeignKey(MatchingRules, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    instance = models.JSONField(default=dict, help_text="pairing-instance/1")
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


class MatchQuerySet(models.QuerySet["Match"]):
    def live(self) -> "MatchQuerySet":
        """Offers on their way: someone has been asked and the answer is not final."""
        return self.filter(state__in=Match.LIVE)

    def visible_to(self, person: Any) -> "MatchQuerySet":
        """All for the coordinator; to a participant only once they themselves were asked."""
        as_mentor = Q(mentor_role__application__person_id=person.pk, mentor_asked_at__isnull=False)
        as_mentee = Q(mentee_role__application__person_id=person.pk, mentee_asked_at__isnull=False)
        return self.all() if person.is_coordinator else self.filter(as_mentor | as_mentee)


class Match(models.Model):
    """One proposed or agreed pair in a round.

    proposed -> asked_mentor (`send_offers`) -> asked_mentee -> confirmed (`answer_offer`, which starts
    the mentorship); whoever wishes to be asked before anyone is asked first, so asked_mentee may come
    before asked_mentor. From asked: declined (`answer_offer`), withdrawn (`withdraw_offer`), or lapsed
    when it was late (`is_late`, set by `lapse_offers`, takes nothing away: a late yes counts while the
    seat is held, until the coordinator ends the offer with `withdraw_offer`).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ASKED_MENTOR = "asked_mentor", _("mentor asked")
        ASKED_MENTEE = "asked_mentee", _("mentee asked")
        CONFIRMED = "confirmed", _("both said yes")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    LIVE = (State.ASKED_MENTOR, State.ASKED_MENTEE)

    public_id = PublicIdField(prefix="m")
    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="matches")
    mentor_role = models.ForeignKey(ApplicationRole, on_delete=models.PROTECT, related_name="+")
    mentee_role = models.ForeignKey(ApplicationRole, on_delete=models.PROTECT, related_name="matches")
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)
    fit = models.PositiveIntegerField(help_text="0 to 10,000")
    parts = models.JSONField(default=dict, help_text="Part of the fit -> 0 to 100.")
    shared_areas = models.JSONField(default=list, help_text="Labels, in the mentee's order.")
    distance_km = models.PositiveIntegerField(null=True, blank=True)
    cautions = models.JSONField(default=list, help_text="Codes.")
    is_pinned = models.BooleanField(default=False)
    alternatives = models.JSONField(
        default=list, help_text='The next best: [{"mentor": role, "fit": 0 to 10,000, "costs": {level: …}}].'
    )
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="matches")
    line = models.TextField(max_length=500, blank=True)
    mentor_asked_at = models.DateTimeField(null=True, blank=True)
    mentee_asked_at = models.DateTimeField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    mentorship = models.OneToOneField(
        Mentorship, null=True, blank=True, on_delete=models.PROTECT, related_name="match"
    )

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mentee_role"], name="one_match_per_mentee_and_round"),
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=["asked_mentor", "asked_mentee"]),
                name="one_live_match_per_seat",
            ),
            models.UniqueConstraint(
                fields=["mentee_role"],
                condition=Q(state__in=["asked_mentor", "asked_mentee"]),
                name="one_live_match_per_mentee",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["asked_mentor", "asked_mentee"]) | Q(seat__isnull=False),
                name="a_live_match_holds_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(mentorship__isnull=False),
                name="a_confirmed_match_has_a_mentorship",
            ),
            models.CheckConstraint(condition=~Q(mentor_role=F("mentee_role")), name="a_match_has_two_sides"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Answer(models.Model):
    """What one side said to an offer. The reason of a no is seen by the coordinator only."""

    class Said(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        MORE_DAYS = "more_days", _("a few more days")

    class NoReason(models.TextChoices):
        NOT_NOW = "not_now", _("not a good time")
        NOT_THIS_PERSON = "not_this_person", _("not this person")
        OTHER = "other", _("another reason")

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="answers")
    role = models.CharField(max_length=6, choices=ApplicationRole.Role)
    said = models.CharField(max_length=10, choices=Said)
    no_reason = models.CharField(max_length=20, choices=NoReason, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    said_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["match", "role"],
                condition=~Q(said="more_days"),
                name="one_final_answer_each",
                violation_error_message=_("This offer has been answered already."),
            ),
            models.UniqueConstraint(
                fields=["match", "role"],
                condition=Q(said="more_days"),
                name="more_days_once_each",
                violation_error_message=_("You have had a few more days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.role} {self.said}"


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
            models.CheckConstraint(
                condition=~Q(kind="forbid") | ~Q(note=""),
                name="a_forbidden_pair_has_a_note",
                violation_error_message=_("Say in a few words why this pair is forbidden."),
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
