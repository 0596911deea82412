"""What needs the coordinator now. Every need names the one act that settles it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lodestar.intake import queries as intake
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.mentorships import queries as mentorships
from lodestar.mentorships.models import Mentorship
from lodestar.outbox import queries as outbox
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.programs.queries import FIRST_STEPS, current_cycle
from lodestar.ui.dates import written_date
from lodestar.ui.parts import Stage


@dataclass(frozen=True)
class Need:
    """One thing that waits for a person: what it is, and the act that settles it."""

    title: str
    url: str
    act: str
    detail: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Desk:
    """The coordinator's first page."""

    cycle: Cycle | None
    needs: list[Need]
    stages: list[Stage]
    drafts: int
    has_first_steps: bool


def desk(person: Person, program: Program, at: datetime) -> Desk:
    today = timezone.localdate(at)
    cycle = current_cycle(today)
    needs = [*mail_needs(), *pair_needs(person, program, at)]
    if cycle is None:
        return Desk(None, [*needs, first_cycle()], [], 0, has_first_steps=True)
    counts = intake.counts(cycle)
    needs += [*application_needs(cycle, counts, at), *matching_needs(cycle, counts, today)]
    return Desk(
        cycle,
        sorted(needs, key=lambda need: not need.is_urgent),
        stages(cycle, counts),
        counts.drafts,
        has_first_steps=not set(FIRST_STEPS) <= set(program.first_steps_done),
    )


def first_cycle() -> Need:
    return Need(
        title=_("There is no cycle yet."),
        detail=_(
            "Six first steps set up the program: dates, libraries, the form, mail, invitation, practice."
        ),
        url=reverse("programs:first_steps"),
        act=_("Take the first steps"),
    )


def mail_needs() -> Iterator[Need]:
    states = Counter(outbox.needing_attention().values_list("state", flat=True))
    by_hand = states.pop(Mail.State.BY_HAND, 0)
    troubled = states.total()
    if troubled:
        yield Need(
            title=ngettext(
                "%(count)d mail was not delivered, or only perhaps.",
                "%(count)d mails were not delivered, or only perhaps.",
                troubled,
            )
            % {"count": troubled},
            url=reverse("outbox:list") + f"?state={max(states)}",
            act=_("Look and send again"),
            is_urgent=True,
        )
    if by_hand:
        yield Need(
            title=ngettext(
                "%(count)d message is to be told by telephone or letter.",
                "%(count)d messages are to be told by telephone or letter.",
                by_hand,
            )
            % {"count": by_hand},
            url=reverse("outbox:list") + f"?state={Mail.State.BY_HAND}",
            act=_("Call or print a letter"),
        )


def pair_needs(person: Person, program: Program, at: datetime) -> Iterator[Need]:
    for message in mentorships.open_messages(person):
        yield Need(
            title=_("%(name)s asked you something.") % {"name": message.writer},
            url=reverse("mentorships:mentorship", args=[message.mentorship.public_id]),
            act=_("Read and answer"),
            is_urgent=True,
        )
    for mentorship in mentorships.without_first_contact(program, at):
        yield Need(
            title=_("%(mentor)s and %(mentee)s may not have talked yet.")
            % {"mentor": mentorship.mentor, "mentee": mentorship.mentee},
            detail=_("Matched on %(day)s; both were reminded.")
            % {"day": written_date(mentorship.started_at)},
            url=reverse("mentorships:mentorship", args=[mentorship.public_id]),
            act=_("Call one of them"),
        )


def application_needs(cycle: Cycle, counts: intake.Counts, at: datetime) -> Iterator[Need]:
    applications = reverse("intake:list") + f"?cycle={cycle.public_id}"
    if counts.waiting_since:
        yield Need(
            title=ngettext(
                "%(count)d application waits for your word.",
                "%(count)d applications wait for your word.",
                counts.submitted,
            )
            % {"count": counts.submitted},
            detail=_("The oldest came on %(day)s.") % {"day": written_date(counts.waiting_since)},
            url=f"{applications}&state=submitted",
            act=_("Review"),
        )
    talk = intake.talk_first(cycle).count()
    if talk:
        yield Need(
            title=ngettext(
                "%(count)d person wishes to talk before being matched.",
                "%(count)d people wish to talk before being matched.",
                talk,
            )
            % {"count": talk},
            url=f"{applications}&talk_first=on",
            act=_("Call and record an area"),
        )
    names = list(intake.unlinked_names(cycle))
    if names:
        yield Need(
            title=ngettext(
                "%(count)d name on a form is not linked to a person.",
                "%(count)d names on forms are not linked to people.",
                len(names),
            )
            % {"count": len(names)},
            detail=_("Only a linked name keeps two people apart in the matching."),
            url=reverse("intake:detail", args=[names[0].application.public_id]),
            act=_("Link or dismiss"),
        )


def matching_needs(cycle: Cycle, counts: intake.Counts, today: date) -> Iterator[Need]:
    last = MatchingRound.objects.filter(cycle=cycle).exclude(state=MatchingRound.State.STOPPED).first()
    if last is None:
        if counts.accepted and not cycle.is_open(today):
            yield Need(
                title=_("The applications are in: time to match."),
                detail=_("People were told they hear by %(day)s.") % {"day": written_date(cycle.matched_by)},
                url=reverse("matchmaking:rounds"),
                act=_("Run a round"),
            )
        return
    yield from round_needs(last)


def round_needs(last: MatchingRound) -> Iterator[Need]:
    url = reverse("matchmaking:round", args=[last.public_id])
    if last.state == MatchingRound.State.PROPOSED:
        title = _("Round %(number)d proposes pairs that nobody has been asked about yet.")
        yield Need(title=title % {"number": last.number}, url=url, act=_("Look, change and send offers"))
    states = list(last.matches.values_list("state", "is_late"))
    late = sum(is_late and state in Match.LIVE for state, is_late in states)
    if late:
        yield Need(
            title=ngettext("%(count)d answer is late.", "%(count)d answers are late.", late)
            % {"count": late},
            detail=_("A late yes still counts as long as you have not withdrawn the offer."),
            url=url,
            act=_("Call, wait or withdraw"),
            is_urgent=True,
        )
    refused = sum(state == Match.State.DECLINED for state, _late in states)
    if refused:
        yield Need(
            title=ngettext(
                "%(count)d pairing of the last round is not going ahead.",
                "%(count)d pairings of the last round are not going ahead.",
                refused,
            )
            % {"count": refused},
            url=reverse("matchmaking:rounds"),
            act=_("Run another round"),
        )


def stages(cycle: Cycle, counts: intake.Counts) -> list[Stage]:
    """The cohort as a strip: how many are where, each count a link to its list."""
    applications = reverse("intake:list") + f"?cycle={cycle.public_id}&state="
    offers = Match.objects.filter(round__cycle=cycle).live().count()
    pairs = Mentorship.objects.active().filter(mentee_role__application__cycle=cycle).count()
    return [
        Stage(_("wait for review"), count=counts.submitted, url=applications + "submitted"),
        Stage(_("asked for more"), count=counts.more_asked, url=applications + "more_asked"),
        Stage(_("in the pool"), count=counts.accepted, url=applications + "accepted"),
        Stage(_("offers on their way"), count=offers, url=reverse("matchmaking:rounds")),
        Stage(_("pairs"), count=pairs, url=reverse("mentorships:list")),
    ]
