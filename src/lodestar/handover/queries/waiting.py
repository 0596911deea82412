"""Who waits for what."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lodestar.handover.queries.rows import Group, Item, Rows, State, is_free, is_unsure
from lodestar.intake.models import Application, ApplicationRole
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.policy import OTHER, asked_side
from lodestar.matchmaking.queries.offers import side
from lodestar.outbox.models import Mail
from lodestar.ui.dates import written_date


def waiting(rows: Rows) -> Iterator[Group]:
    sent, more_asked = rows.in_state(State.SUBMITTED), rows.in_state(State.MORE_ASKED)
    unsure = [role for role in rows.in_state(State.SUBMITTED, State.ACCEPTED) if is_unsure(role)]
    yield Group(_("Questions to the coordinator"), list(messages(rows)))
    yield Group(_("Applications that wait for a coordinator’s word"), list(applications(sent, rows)))
    yield Group(_("Applicants who were asked for more"), list(applications(more_asked, rows)))
    yield Group(_("People to talk with before they are matched"), list(applications(unsure, rows)))
    asked = [offer_item(offer, rows) for offer in rows.offers if not offer.waits_for_wave]
    yield Group(_("Offers that wait for an answer"), asked)
    yield Group(
        _("First yes: the next wave is to be sent"),
        list(pairs(rows, (offer for offer in rows.offers if offer.waits_for_wave))),
    )
    yield Group(_("Proposed pairs that nobody has been asked about yet"), list(pairs(rows, rows.proposals)))
    yield Group(_("Mentees without a mentor, an offer or a proposal"), list(applications(alone(rows), rows)))
    yield Group(_("Pairs who may not have talked yet"), list(silent(rows)))
    yield Group(_("Mail that needs somebody"), list(mails(rows)))


def applications(roles: Iterable[ApplicationRole], rows: Rows) -> Iterator[Item]:
    """One line for each person, whether as mentor, as mentee or as both."""
    for application, own in groupby(roles, key=lambda role: role.application):
        yield application_item(application, list(own), rows)


def application_item(
    application: Application, roles: list[ApplicationRole], rows: Rows, quote: str = ""
) -> Item:
    names = _(" and ").join(role.get_role_display().lower() for role in roles)
    sent = application.submitted_at
    return Item(
        title=_("%(name)s, as %(roles)s") % {"name": application.person, "roles": names},
        url=reverse("intake:detail", args=[application.public_id]),
        detail=_("sent on %(day)s") % {"day": written_date(sent)} if sent else "",
        quote=quote,
        keeper=rows.keeper(application.public_id),
    )


def offer_item(offer: Match, rows: Rows) -> Item:
    role = asked_side(offer)
    people = {
        "asked": side(offer, role).application.person,
        "other": side(offer, OTHER[ApplicationRole.Role(role)]).application.person,
    }
    words = _("answer by %(day)s") if not offer.is_late else _("late: the answer was due on %(day)s")
    due = offer.answer_due_on
    return Item(
        title=_("%(asked)s is asked about %(other)s") % people,
        url=offer_url(offer),
        detail=words % {"day": written_date(due)} if due else "",
        keeper=rows.keeper(offer.public_id),
    )


def pairs(rows: Rows, matches: Iterable[Match]) -> Iterator[Item]:
    for match in matches:
        mentor, mentee = (side(match, role).application.person for role in ApplicationRole.Role)
        title = _("%(mentor)s and %(mentee)s") % {"mentor": mentor, "mentee": mentee}
        yield Item(title, offer_url(match), keeper=rows.keeper(match.public_id))


def alone(rows: Rows) -> list[ApplicationRole]:
    """Mentees who wait for a mentor and stand in no open round."""
    proposed = {match.mentee_role_id for match in rows.proposals}
    mentees = [role for role in rows.in_state(State.ACCEPTED) if role.role == ApplicationRole.Role.MENTEE]
    return [role for role in mentees if is_free(role) and not is_unsure(role) and role.pk not in proposed]


def offer_url(offer: Match) -> str:
    mentee = offer.mentee_role.application.person
    return reverse("matchmaking:round", args=[offer.round.public_id]) + f"#{mentee.public_id}"


def silent(rows: Rows) -> Iterator[Item]:
    for pair in rows.silent:
        yield Item(
            title=_("%(mentor)s and %(mentee)s") % {"mentor": pair.mentor, "mentee": pair.mentee},
            url=reverse("mentorships:mentorship", args=[pair.public_id]),
            detail=_("matched on %(day)s; both were reminded") % {"day": written_date(pair.started_at)},
            keeper=rows.keeper(pair.public_id),
        )


def messages(rows: Rows) -> Iterator[Item]:
    for message in rows.messages:
        yield Item(
            title=str(message.writer),
            url=reverse("mentorships:mentorship", args=[message.mentorship.public_id]),
            detail=_("wrote on %(day)s, no answer yet") % {"day": written_date(message.written_at)},
            keeper=rows.keeper(message.mentorship.public_id),
        )


def mails(rows: Rows) -> Iterator[Item]:
    for state, count in sorted(rows.mails.items()):
        words = ngettext("%(count)d mail: %(state)s", "%(count)d mails: %(state)s", count)
        title = words % {"count": count, "state": Mail.State(state).label}
        yield Item(title, f"{reverse('outbox:list')}?state={state}")
