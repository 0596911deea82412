"""A pair from its proposal to the yes of both, and what each side says to it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lodestar.history.models import Channel
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models.rounds import MatchingRound
from lodestar.mentorships.models import Mentorship, Seat
from lodestar.public_id import PublicIdField


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
    before asked_mentor. Where offers go out in waves, one side's yes waits (`waits_for_wave`) until the
    coordinator sends the next wave to the other.
    From asked: declined (`answer_offer`), withdrawn (`withdraw_offer`), or lapsed when it was late
    (`is_late`, set by `lapse_offers`, takes nothing away: a late yes counts while the seat is held, until
    the coordinator ends the offer with `withdraw_offer`).
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
    ENDED = (State.DECLINED, State.LAPSED, State.WITHDRAWN)

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
    waits_for_wave = models.BooleanField(default=False)
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
            models.CheckConstraint(
                condition=Q(waits_for_wave=False)
                | Q(state__in=["asked_mentor", "asked_mentee"], is_late=False),
                name="only_a_live_match_in_time_waits_for_a_wave",
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
