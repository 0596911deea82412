"""Offers and decisions about pairs as history names them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lodestar.history.queries import Thing
from lodestar.matchmaking.models import Match
from lodestar.matchmaking.queries.offers import own
from lodestar.matchmaking.queries.rounds import with_people
from lodestar.mentorships import queries as mentorships
from lodestar.mentorships.models import Mentorship
from lodestar.people.models import Person


def offers_seen_by(reader: Person) -> QuerySet[Match]:
    """What somebody was asked about, but for the reader's own offers."""
    return Match.objects.exclude(state=Match.State.PROPOSED).exclude(own(reader))


def find_offers(reader: Person, public_ids: Collection[str]) -> Iterator[Thing]:
    found = with_people(offers_seen_by(reader).filter(public_id__in=public_ids)).select_related("round")
    for match in found.defer("round__packed_instance", "round__certificate"):
        mentor, mentee = match.mentor_role.application.person, match.mentee_role.application.person
        title = _("Offer: %(mentor)s and %(mentee)s") % {"mentor": mentor, "mentee": mentee}
        url = reverse("matchmaking:round", args=[match.round.public_id]) + f"#{mentee.public_id}"
        yield Thing("match", match.public_id, title, url)


def decisions_of_person(reader: Person, public_id: str) -> Q:
    """The entries about this person's offers, and about rulings that name them."""
    path = "application__person__public_id"
    one_of_them = Q(**{f"mentor_role__{path}": public_id}) | Q(**{f"mentee_role__{path}": public_id})
    offers = offers_seen_by(reader).filter(one_of_them).order_by()
    named = Q(details__mentor=public_id) | Q(details__mentee=public_id)
    return Q(kind="match", thing__in=offers.values("public_id")) | (Q(kind="cycle") & named)


def decisions_of_pair(reader: Person, public_id: str) -> Q:
    """The entries about the offers between the two of a mentorship, and about rulings on them."""
    pairs = mentorships.listed(reader).filter(public_id=public_id).order_by()
    between: dict[str, Any] = {
        f"{side}_id": OuterRef(f"{side}_role__application__person") for side in ("mentor", "mentee")
    }
    offers = offers_seen_by(reader).filter(Exists(pairs.filter(**between))).order_by()
    found = Q(kind="match", thing__in=offers.values("public_id"))
    pair: Mentorship | None = pairs.first()
    if pair is None:
        return found
    ids = {"details__mentor": pair.mentor.public_id, "details__mentee": pair.mentee.public_id}
    return found | Q(kind="cycle", **ids)
