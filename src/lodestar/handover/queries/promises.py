"""What people were told, and by when."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lodestar.handover.queries.rows import Group, Item, Rows, State, is_free
from lodestar.handover.queries.waiting import applications, offer_url
from lodestar.matchmaking.models import Answer, Match
from lodestar.matchmaking.policy import asked_side
from lodestar.matchmaking.queries.offers import side
from lodestar.programs.models import Cycle
from lodestar.ui.dates import written_date


def promises(rows: Rows, cycle: Cycle) -> Iterator[Group]:
    yield Group(_("Told by when they hear"), list(told_a_day(rows, cycle)))
    yield Group(_("Said yes, and told by when they hear of the other"), list(said(rows, Answer.Said.YES)))
    yield Group(_("Given a few more days to answer"), list(said(rows, Answer.Said.MORE_DAYS)))
    yield Group(_("Told that they stay on the list and come first next year"), list(left(rows, "was_told")))
    yield Group(_("Told in an earlier year that they come first now"), list(left(rows, "was_told_before")))


def left(rows: Rows, told: str) -> Iterator[Item]:
    """Those in the pool who were told and have neither a pair nor an offer."""
    free = [role for role in rows.in_state(State.ACCEPTED) if is_free(role) and getattr(role, told)]
    yield from applications(free, rows)


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


def said(rows: Rows, what: str) -> Iterator[Item]:
    """Of the live offers: whoever said yes waits for the other, whoever asked for more days answers still."""
    for offer in rows.offers:
        for answer in offer.answers.all():
            waits_for_other = offer.waits_for_wave or answer.role != asked_side(offer)
            if answer.said == what and waits_for_other == (what == Answer.Said.YES):
                yield promise(offer, answer)


def promise(offer: Match, answer: Answer) -> Item:
    person = side(offer, answer.role).application.person
    if offer.answer_due_on is None:
        return Item(_("%(name)s, as soon as the other has answered") % {"name": person}, offer_url(offer))
    words = {"name": person, "day": written_date(offer.answer_due_on)}
    return Item(_("%(name)s, by %(day)s") % words, offer_url(offer))
