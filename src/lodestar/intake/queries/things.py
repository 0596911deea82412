"""Applications as history names them."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lodestar.history.queries import Thing
from lodestar.intake.models import Application
from lodestar.people.models import Person


def find_applications(reader: Person, public_ids: Collection[str]) -> Iterator[Thing]:
    """Those that were sent, none of them the reader's own."""
    sent = Application.objects.filter(public_id__in=public_ids, submitted_at__isnull=False)
    for application in sent.exclude(person=reader).select_related("person", "cycle"):
        words = {"name": application.person, "cycle": application.cycle}
        title = _("Application of %(name)s, %(cycle)s") % words
        url = reverse("intake:detail", args=[application.public_id])
        yield Thing("application", application.public_id, title, url)


def is_own_application(reader: Person, kind: str, public_id: str) -> bool:
    """Whether another coordinator looks after it: this one's own, or a draft that is its writer's alone."""
    own_or_draft = Q(person=reader) | Q(submitted_at__isnull=True)
    return kind == "application" and Application.objects.filter(own_or_draft, public_id=public_id).exists()


def applications_of(reader: Person, public_id: str) -> Q:
    """The entries about what this person sent; none to themselves."""
    sent = Application.objects.filter(person__public_id=public_id, submitted_at__isnull=False)
    return Q(kind="application", thing__in=sent.exclude(person=reader).values("public_id"))
