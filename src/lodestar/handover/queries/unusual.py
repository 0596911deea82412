"""What a coordinator decided against the usual way, with the reason written then."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from lodestar.handover.queries.rows import Group, Item, Rows, State
from lodestar.handover.queries.waiting import application_item, offer_url
from lodestar.intake.models import ApplicationRole
from lodestar.matchmaking.models import Match, Ruling
from lodestar.ui.dates import written_date


def unusual(rows: Rows) -> Iterator[Group]:
    declined = rows.in_state(State.DECLINED)
    apart = [one for one in rows.rulings if one.kind == Ruling.Kind.FORBID]
    together = [one for one in rows.rulings if one.kind == Ruling.Kind.PIN]
    against = [one for one in together if one.is_exception]
    usual = [one for one in together if not one.is_exception]
    yield Group(_("Kept together although a rule speaks against it"), [ruling_item(one) for one in against])
    yield Group(_("Kept together"), [ruling_item(one) for one in usual])
    yield Group(_("Kept apart"), [ruling_item(one) for one in apart])
    yield Group(_("Applications declined"), [declined_item(role, rows) for role in declined])
    yield Group(_("Offers that a coordinator ended"), [ended_item(offer) for offer in rows.ended_offers])


def declined_item(role: ApplicationRole, rows: Rows) -> Item:
    return application_item(role.application, [role], rows, role.reason)


def ruling_item(ruling: Ruling) -> Item:
    return Item(
        title=_("%(mentor)s and %(mentee)s") % {"mentor": ruling.mentor, "mentee": ruling.mentee},
        url=reverse("history:thing", args=["person", ruling.mentee.public_id]),
        detail=_("by %(name)s on %(day)s") % {"name": ruling.by, "day": written_date(ruling.at)},
        quote=ruling.note,
    )


def ended_item(offer: Match) -> Item:
    mentor, mentee = offer.mentor_role.application.person, offer.mentee_role.application.person
    return Item(
        title=_("%(mentor)s and %(mentee)s") % {"mentor": mentor, "mentee": mentee},
        url=offer_url(offer),
        detail=_("on %(day)s") % {"day": written_date(offer.ended_at)},  # type: ignore[attr-defined]
        quote=offer.reason,  # type: ignore[attr-defined]
    )
