from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from lodestar.folding import fold
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


def has_second_factor(person: Person) -> bool:
    """Say whether this person would be asked for an app's code or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()
