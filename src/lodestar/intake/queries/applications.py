"""Applications that were sent: found, listed, read whole."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from lodestar.folding import fold
from lodestar.intake.models import Application, ApplicationRole, ChosenArea, NamedPerson, Question
from lodestar.intake.policy import WITHDRAWABLE
from lodestar.people.models import Person
from lodestar.programs.models import Cycle

State = ApplicationRole.State
CHOSEN = ChosenArea.objects.select_related("area__group", "group")
NAMED = NamedPerson.objects.select_related("person")


def whole(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Return the applications with every answer loaded, in a fixed number of queries."""
    return applications.select_related("person", "cycle__program").prefetch_related(
        "roles",
        Prefetch("roles__areas", CHOSEN),
        "libraries",
        Prefetch("named_people", NAMED),
        "questions",
    )


def listed(
    *, cycle: Cycle | None, text: str = "", role: str = "", state: str = "", source: str = "",
    library: str = "", area: str = "", talk_first: bool = False,
) -> QuerySet[Application]:  # fmt: skip
    """Return the sent applications that fit every filter given, those that wait for a word first."""
    roles = ApplicationRole.objects.sent().filter(**given(role=role, state=state, areas__area__key=area))
    if talk_first:
        roles = roles.talk_first()
    found = Application.objects.filter(submitted_at__isnull=False, pk__in=roles.values("application"))
    found = found.filter(**given(cycle=cycle, source=source, libraries__public_id=library))
    if text:
        found = found.filter(matching_text(text))
    waits = ApplicationRole.objects.filter(application=OuterRef("pk"), state=State.SUBMITTED)
    return (
        found.annotate(waits=Exists(waits))
        .select_related("person")
        .prefetch_related("roles__areas", "libraries")
        .order_by("-waits", "submitted_at", "id")
    )


def given(**filters: object) -> dict[str, object]:
    return {name: value for name, value in filters.items() if value}


def matching_text(text: str) -> Q:
    words = Q()
    for word in fold(text).split():
        found = Q(person__folded_name__contains=word) | Q(person__email__icontains=word)
        in_library = Application.libraries.through.objects.filter(library__folded_name__contains=word)
        words &= found | Q(pk__in=in_library.values("application"))
    return words


def earlier_application(person: Person, cycle: Cycle) -> Application | None:
    """The last application this person sent in another cycle."""
    sent = Application.objects.filter(person=person, submitted_at__isnull=False).exclude(cycle=cycle)
    return whole(sent).order_by("-submitted_at").first()


def still_on(person: Person, today: date, *, but: Cycle | None) -> QuerySet[Application]:
    """Return what this person sent in other cycles that have not ended, where a role still counts."""
    live = ApplicationRole.objects.filter(state__in=WITHDRAWABLE).values("application")
    sent = Application.objects.filter(person=person, pk__in=live, cycle__ends_on__gte=today)
    return sent.exclude(cycle=but).select_related("cycle")


def newly_answered(cycle: Cycle, reader: Person) -> QuerySet[Application]:
    """Return the applications, not the reader's own, that wait for a word after a question was answered."""
    waiting = ApplicationRole.objects.filter(application__cycle=cycle, state=State.SUBMITTED)
    answered = Question.objects.filter(answered_at__isnull=False)
    others = Application.objects.filter(pk__in=waiting.values("application")).exclude(person=reader)
    return (
        others.filter(pk__in=answered.values("application"))
        .select_related("person")
        .order_by("submitted_at", "pk")
    )


def unlinked_names(cycle: Cycle) -> QuerySet[NamedPerson]:
    """Return the names typed on forms that are neither linked to a person nor dismissed."""
    live = (
        ApplicationRole.objects.sent()
        .filter(application__cycle=cycle)
        .exclude(state__in=[State.WITHDRAWN, State.DECLINED])
    )
    names = NamedPerson.objects.filter(person__isnull=True, dismissed_at__isnull=True)
    return names.filter(application__in=live.values("application")).select_related("application__person")


def told_dates(cycle: Cycle) -> QuerySet[Application]:
    """Return the applications whose writers were told this cycle's dates and still count on them."""
    gone = [State.DRAFT, State.WITHDRAWN, State.DECLINED]
    live = ApplicationRole.objects.filter(application__cycle=cycle).exclude(state__in=gone)
    sent = Application.objects.filter(pk__in=live.values("application"), person__is_made_up=False)
    return sent.select_related("person", "cycle__program")
