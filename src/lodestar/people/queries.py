from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.urls import reverse

from lodestar.folding import fold
from lodestar.history.queries import Thing
from lodestar.people.models import Person

MOST_WORDS = 8


def find_people(text: str) -> QuerySet[Person]:
    """Return the people with every word of `text` in name, address or number, whatever the accents."""
    people = Person.objects.filter(is_active=True).order_by("folded_name", "id")
    for word in fold(text).split()[:MOST_WORDS]:
        people = people.filter(
            Q(folded_name__contains=word) | Q(email__contains=word) | Q(phone__contains=word)
        )
    return people


def find_by_id(reader: Person, public_ids: Collection[str]) -> Iterator[Thing]:
    """People as history names them."""
    for person in Person.objects.filter(public_id__in=public_ids):
        url = reverse("people:person", args=[person.public_id])
        yield Thing("person", person.public_id, str(person), url)


def at_their_desks(coordinators: Iterable[Person], today: date) -> list[Person]:
    """Those of these coordinators who read what calls them today: whoever is away leaves it to their deputy.

    A deputy who is away too, or is not one of these, stands in for nobody: then it reaches the one away.
    """
    people = list(coordinators)
    here = {person.pk for person in people if not person.is_away(today)}
    return [person for person in people if person.pk in here or person.deputy_id not in here]


@dataclass(frozen=True)
class Coming:
    """Something that is going to happen to people, and the page about it."""

    sentence: str
    url: str


coming: list[Callable[[], Iterable[Coming]]] = []
"""What concepts above this one tell on the page of people; each adds its own at the start."""


def has_second_factor(person: Person) -> bool:
    """Say whether this person would be asked for an app's code or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()
