"""Where an applicant stands, in words they can read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext as _

from lodestar.intake.models import Application, ApplicationRole, Question
from lodestar.intake.policy import may_withdraw
from lodestar.intake.queries.applications import whole
from lodestar.people.models import Person
from lodestar.programs.models import Cycle
from lodestar.ui.dates import written_date

State = ApplicationRole.State
TONES = {State.ACCEPTED: "good", State.SUBMITTED: "wait", State.MORE_ASKED: "wait", State.DECLINED: "stop"}


@dataclass(frozen=True)
class RoleStanding:
    """One role of an application: its state in plain words, and what comes next."""

    pk: int
    role: str
    label: str
    state: str
    state_label: str
    tone: str
    next: str
    reason: str
    may_withdraw: bool
    may_apply_again: bool


@dataclass(frozen=True)
class Standing:
    """One person's place in one cycle. `application` is None when they have not begun."""

    cycle: Cycle
    application: Application | None
    roles: tuple[RoleStanding, ...]
    questions: tuple[Question, ...]
    must_agree: bool

    @property
    def is_draft(self) -> bool:
        return bool(self.application and not self.application.submitted_at)

    @property
    def has_unsent_role(self) -> bool:
        return any(role.state == State.DRAFT for role in self.roles)

    @property
    def may_withdraw_both(self) -> bool:
        return len([role for role in self.roles if role.may_withdraw]) > 1

    @property
    def may_edit(self) -> bool:
        open_states = {State.DRAFT, State.SUBMITTED, State.MORE_ASKED}
        return any(role.state in open_states for role in self.roles)


def status_of(person: Person, cycle: Cycle) -> Standing:
    """Return where this person stands in this cycle."""
    application = whole(Application.objects.filter(person=person, cycle=cycle)).first()
    return standing_of(application) if application else Standing(cycle, None, (), (), must_agree=False)


def standing_of(application: Application) -> Standing:
    """Return where an application stands, whatever its cycle; it is `whole`."""
    cycle = application.cycle
    roles = tuple(role_standing(row, cycle) for row in application.roles.all())
    questions = tuple(application.questions.all())
    must_agree = bool(application.submitted_at and not application.agreed_at)
    return Standing(cycle, application, roles, questions, must_agree)


def role_standing(row: ApplicationRole, cycle: Cycle) -> RoleStanding:
    return RoleStanding(
        pk=row.pk,
        role=row.role,
        label=row.get_role_display(),
        state=row.state,
        state_label=row.get_state_display(),
        tone=TONES.get(State(row.state), ""),
        next=what_comes_next(row, cycle),
        reason=row.reason if row.state == State.DECLINED else "",
        may_withdraw=may_withdraw(row) is None,
        may_apply_again=row.state == State.WITHDRAWN,
    )


def what_comes_next(row: ApplicationRole, cycle: Cycle) -> str:
    by = {"day": written_date(cycle.matched_by)}
    match row.state:
        case State.DRAFT:
            return _("Not sent yet. Go on with the form, and send it.")
        case State.SUBMITTED:
            return _("We read your application. You will hear from us by %(day)s.") % by
        case State.MORE_ASKED:
            return _("We asked you something. Please answer below; then we read on.")
        case State.ACCEPTED:
            return _("We look for a good pairing. You will hear from us by %(day)s.") % by
        case State.DECLINED:
            return _("Nothing more happens for this role this year.")
        case _other:
            return _("You stepped back. Nothing more happens, and you owe nobody an explanation.")


@dataclass(frozen=True)
class Counts:
    """How many applications of a cycle have a role in each state; of drafts only their number is known.

    `waiting_since` is when the oldest of those waiting for review was sent.
    """

    drafts: int
    submitted: int
    more_asked: int
    accepted: int
    declined: int
    withdrawn: int
    talk_first: int
    waiting_since: datetime | None


def counts(cycle: Cycle) -> Counts:
    """Count the cycle's applications not yet sent, and the sent ones by state, in one query.

    Who is in two states, one for each role, counts in both: as many as the list shows.
    """
    to_talk_with = ApplicationRole.objects.talk_first().filter(application=OuterRef("pk"))
    applications = Application.objects.filter(cycle=cycle).annotate(talks_first=Exists(to_talk_with))
    states = [State.SUBMITTED, State.MORE_ASKED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN]
    found = applications.aggregate(
        **{str(state): Count("pk", filter=Q(roles__state=state), distinct=True) for state in states},
        waiting_since=Min("submitted_at", filter=Q(roles__state=State.SUBMITTED)),
        drafts=Count("pk", filter=Q(submitted_at=None), distinct=True),
        talk_first=Count("pk", filter=Q(submitted_at__isnull=False, talks_first=True), distinct=True),
    )
    return Counts(**found)
