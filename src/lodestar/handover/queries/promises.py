"""What people were told, and by when."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lodestar.handover.queries.rows import Group, Item, Rows, State
from lodestar.handover.queries.waiting import applications, offer_url
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import Answer, Match
from lodestar.matchmaking.queries.offers import side
from lodestar.programs.models import Cycle
from lodestar.ui.dates import written_date


def promises(rows: Rows, cycle: Cycle) -> Iterator[Group]:
    yield Group(_("Told by when they hear"), list(told_a_day(rows, cycle)))
    yield Group(_("Said yes, and told by when they hear of the other"), list(said(rows, Answer.Said.YES)))
    yield Group(_("Given a few more days to answer"), list(said(rows, Answer.Said.MORE_DAYS)))
    told = [role for role in rows.in_state(State.ACCEPTED) if role.was_told and is_free(role)]  # type: ignore[attr-defined]
    yield Group(_("Told that they stay on the list and come first next year"), list(applications(told, rows)))


def told_a_day(rows: Rows, cycle: Cycle) -> Iterator[Item]:
    """All who applied and have neither a pair nor an offer: each read this day when they applied."""
    open_roles = rows.in_state(State.SUBMITTED, State.MORE_ASKED, State.ACCEPTED)
    people = {role.application_id for role in open_roles if is_free(role)}
    if people:
        words = ngettext("%(count)d person, by %(day)s", "%(count)d people, by %(day)s", len(people))
        title = words % {"count": len(people), "day": written_date(cycle.matched_by)}
        is_over = rows.today > cycle.matched_by
        detail = _("this day is over: they wait") if is_over else ""
        yield Item(title, reverse("intake:list") + f"?cycle={cycle.public_id}", detail)


def is_free(role: ApplicationRole) -> bool:
    return not (role.in_pair or role.has_offer)  # type: ignore[attr-defined]


def said(rows: Rows, what: str) -> Iterator[Item]:
    for offer in rows.offers:
        for answer in offer.answers.all():
            if answer.said == what and offer.answer_due_on:
                yield promise(offer, answer)


def promise(offer: Match, answer: Answer) -> Item:
    person = side(offer, answer.role).application.person
    words = {"name": person, "day": written_date(offer.answer_due_on or answer.at)}
    return Item(_("%(name)s, by %(day)s") % words, offer_url(offer))
