"""What needs the coordinator now. Every need names the one act that settles it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lodestar.folders.queries import Keeper
from lodestar.intake import queries as intake
from lodestar.intake.models import Application
from lodestar.matchmaking.models import Match, MatchingRound
from lodestar.matchmaking.queries.freed import could_be_matched_now
from lodestar.matchmaking.queries.offers import needing_coordinator
from lodestar.matchmaking.queries.rounds import standing_rounds
from lodestar.mentorships import queries as mentorships
from lodestar.outbox import queries as outbox
from lodestar.outbox.models import Mail
from lodestar.people.models import Person
from lodestar.programs.models import Cycle, Program
from lodestar.ui.dates import written_date


@dataclass(frozen=True)
class Need:
    """One thing that waits for a person: what it is, and the act that settles it."""

    title: str
    url: str
    act: str
    detail: str = ""
    is_urgent: bool = False
    thing: str = ""  # the public id of what it is about, when that is one thing
    keeper: Keeper | None = None


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
    """One need for each state, so that each link shows as many mails as it says."""
    states = Counter(outbox.needing_attention().values_list("state", flat=True))
    if count := states[Mail.State.FAILED]:
        title = ngettext("%(count)d mail was not delivered.", "%(count)d mails were not delivered.", count)
        yield mail_need(Mail.State.FAILED, title % {"count": count}, _("Look and send again"))
    if count := states[Mail.State.UNSURE]:
        title = ngettext("%(count)d mail was perhaps sent.", "%(count)d mails were perhaps sent.", count)
        yield mail_need(Mail.State.UNSURE, title % {"count": count}, _("Look and decide"))
    if count := states[Mail.State.BY_HAND]:
        title = ngettext(
            "%(count)d message is to be told by telephone or letter.",
            "%(count)d messages are to be told by telephone or letter.",
            count,
        )
        words = title % {"count": count}
        yield mail_need(Mail.State.BY_HAND, words, _("Call or print a letter"), is_urgent=False)


def mail_need(state: str, title: str, act: str, *, is_urgent: bool = True) -> Need:
    return Need(title=title, url=f"{reverse('outbox:list')}?state={state}", act=act, is_urgent=is_urgent)


def pair_needs(person: Person, program: Program, at: datetime) -> Iterator[Need]:
    for message in mentorships.open_messages(person):
        yield Need(
            title=_("%(name)s asked you something.") % {"name": message.writer},
            url=reverse("mentorships:mentorship", args=[message.mentorship.public_id]),
            act=_("Read and answer"),
            is_urgent=True,
            thing=message.mentorship.public_id,
        )
    for mentorship in mentorships.without_first_contact(person, program, at):
        yield Need(
            title=_("%(mentor)s and %(mentee)s may not have talked yet.")
            % {"mentor": mentorship.mentor, "mentee": mentorship.mentee},
            detail=_("Matched on %(day)s; both were reminded.")
            % {"day": written_date(mentorship.started_at)},
            url=reverse("mentorships:mentorship", args=[mentorship.public_id]),
            act=_("Call one of them"),
            thing=mentorship.public_id,
        )


def answer_need(applications: list[Application]) -> Need:
    count = len(applications)
    return Need(
        title=ngettext(
            "%(count)d applicant answered your question.",
            "%(count)d applicants answered your questions.",
            count,
        )
        % {"count": count},
        detail=", ".join(str(application.person) for application in applications),
        url=reverse("intake:detail", args=[applications[0].public_id]),
        act=_("Read the answer"),
    )


def application_needs(person: Person, cycle: Cycle, counts: intake.Counts) -> Iterator[Need]:
    applications = reverse("intake:list") + f"?cycle={cycle.public_id}"
    if answered := list(intake.newly_answered(cycle, person)):
        yield answer_need(answered)
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
    if talk := counts.talk_first:
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


def matching_needs(person: Person, cycle: Cycle, counts: intake.Counts, today: date) -> Iterator[Need]:
    rounds = standing_rounds(cycle)
    for round in rounds:
        if round.to_ask:
            yield round_need(round, round.to_ask)
    if rounds:
        yield from offer_needs(person, cycle)
        yield from place_needs(cycle)
    elif counts.accepted and not cycle.is_open(today):
        yield Need(
            title=_("The applications are in: time to match."),
            detail=_("People were told they hear by %(day)s.") % {"day": written_date(cycle.matched_by)},
            url=reverse("matchmaking:rounds"),
            act=_("Run a round"),
        )


def round_need(round: MatchingRound, to_ask: int) -> Need:
    if round.state == MatchingRound.State.PROPOSED:
        title = _("Round %(number)d proposes pairs that nobody has been asked about yet.")
    else:
        title = ngettext(
            "Round %(number)d has %(count)d pair that nobody has been asked about yet.",
            "Round %(number)d has %(count)d pairs that nobody has been asked about yet.",
            to_ask,
        )
    return Need(
        title=title % {"number": round.number, "count": to_ask},
        url=reverse("matchmaking:round", args=[round.public_id]),
        act=_("Look, change and send offers"),
    )


def offer_needs(person: Person, cycle: Cycle) -> Iterator[Need]:
    """Late answers of every round of the cycle, waves to send, and mentees who wait again."""
    offers = needing_coordinator(person, cycle)
    late = Counter(
        offer.round.public_id for offer in offers if offer.state in Match.LIVE and not offer.waits_for_wave
    )
    for public_id, count in late.items():
        yield Need(
            title=ngettext("%(count)d answer is late.", "%(count)d answers are late.", count)
            % {"count": count},
            detail=_("A late yes still counts as long as you have not withdrawn the offer."),
            url=reverse("matchmaking:round", args=[public_id]),
            act=_("Call, wait or withdraw"),
            is_urgent=True,
        )
    waiting = Counter(offer.round.public_id for offer in offers if offer.waits_for_wave)
    for public_id, count in waiting.items():
        yield Need(
            title=ngettext(
                "%(count)d pair has its first yes and waits for the next wave.",
                "%(count)d pairs have their first yes and wait for the next wave.",
                count,
            )
            % {"count": count},
            url=reverse("matchmaking:send", args=[public_id]),
            act=_("Send the next wave"),
        )
    ended = [offer for offer in offers if offer.state not in Match.LIVE]
    if ended:
        yield Need(
            title=ngettext(
                "%(count)d mentee waits again: their pairing did not go ahead, or ended.",
                "%(count)d mentees wait again: their pairings did not go ahead, or ended.",
                len(ended),
            )
            % {"count": len(ended)},
            detail=", ".join(str(offer.mentee_role.application.person) for offer in ended),
            url=reverse("matchmaking:free_places"),
            act=_("See who could be matched now"),
        )


def place_needs(cycle: Cycle) -> Iterator[Need]:
    if people := could_be_matched_now(cycle):
        yield Need(
            title=ngettext(
                "A place is free again: %(count)d person who waits could be matched now.",
                "A place is free again: %(count)d people who wait could be matched now.",
                len(people),
            )
            % {"count": len(people)},
            detail=", ".join(str(person) for person in people),
            url=reverse("matchmaking:free_places"),
            act=_("See who could be matched now"),
        )
