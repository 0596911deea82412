"""An application in words, section by section, with the labels it was made with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lodestar.intake.models import Application, ApplicationRole, ChosenArea, NamedPerson
from lodestar.intake.policy import may_change
from lodestar.intake.queries.answers import MEANS, TIMES
from lodestar.intake.queries.catalogue import generally
from lodestar.ui.dates import written_date

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Rows = list[tuple[StrOrPromise, StrOrPromise]]

# One answer of each page, by which it is judged whether the page may still be changed.
A_FIELD_OF = {
    "about": "name",
    "library": "library",
    "offered": "mentor_areas",
    "sought": "mentee_areas",
    "wishes": "requests",
}


@dataclass(frozen=True)
class Section:
    """A part of an application: what was asked and answered, who reads it, and where it is changed."""

    step: str
    title: StrOrPromise
    rows: Rows
    seen_by: StrOrPromise = ""
    may_change: bool = True


def summary_of(application: Application) -> list[Section]:
    """Return what the applicant said; what was left empty is left out."""
    live = [row for row in application.roles.all() if row.state != ApplicationRole.State.WITHDRAWN]
    sections = [about_section(application), library_section(application)]
    sections += [role_section(row) for row in live]
    sections += [wishes_section(application), names_section(application)]
    free = {name for name, answer in A_FIELD_OF.items() if may_change(live, [answer]) is None}
    return [replace(section, may_change=section.step in free) for section in sections if section.rows]


def about_section(application: Application) -> Section:
    person, day = application.person, application.date_on_form
    rows: Rows = [
        (_("Name"), person.name),
        (_("Date"), written_date(day) if day else ""),
        (_("E-mail"), person.email or ""),
        (_("Telephone"), person.phone),
        (_("Others read this mailbox"), yes_no(person.mailbox_is_shared)),
    ]
    seen_by = _(
        "The coordinator. If a pairing is suggested: your name. After both said yes: how to reach you."
    )
    return Section("about", _("Person"), filled(rows), seen_by)


def library_section(application: Application) -> Section:
    libraries = ", ".join(library.name for library in application.libraries.all())
    rows: Rows = [
        (_("Library"), ", ".join(part for part in (libraries, application.other_library) if part)),
        (_("Library staff (manager included)"), application.get_staff_band_display()),
        (_("Library Location"), application.get_location_kind_display()),
        (_("Position"), application.position),
        (_("Years in this role"), number(application.years_in_role)),
    ]
    seen_by = _("The coordinator. If a pairing is suggested: the name of your library.")
    return Section("library", _("Library"), filled(rows), seen_by)


def role_section(row: ApplicationRole) -> Section:
    is_mentor = row.role == ApplicationRole.Role.MENTOR
    rows: Rows = [
        (_("Areas"), ", ".join(area_words(area) for area in row.areas.all())),
        (_("Other areas of professional development"), row.other_areas),
        (_("I am not sure yet, please talk with me"), yes_no(row.is_unsure or None)),
        (_("Any partner will do"), yes_no(row.any_mentor or None)),
        (_("How many mentees at once"), number(row.capacity)),
        (_("Ways to meet"), ticked(row, MEANS)),
        (_("Time Commitment"), commitment(row)),
    ]
    step, title = ("offered", _("As a mentor")) if is_mentor else ("sought", _("As a mentee"))
    seen_by = _("The coordinator. If a pairing is suggested: the areas you share.")
    return Section(step, title, filled(rows) or [(_("Areas"), _("none yet"))], seen_by)


def wishes_section(application: Application) -> Section:
    limit = application.max_km
    rows: Rows = [
        (_("Other requests or information"), application.requests),
        (_("Farthest drive, one way"), _("%(km)s km") % {"km": limit} if limit is not None else ""),
        (_("Requests stay with the coordinator"), yes_no(application.requests_stay_private or None)),
        (_("Ask me before you ask anyone"), yes_no(application.ask_me_first or None)),
    ]
    seen_by = _("The coordinator. After both said yes: your partner, unless you keep it private.")
    return Section("wishes", _("Wishes and limits"), filled(rows), seen_by)


def names_section(application: Application) -> Section:
    labels = {
        NamedPerson.Kind.REPORTS_TO: _("Reports to, or reports to me"),
        NamedPerson.Kind.PLEASE_NOT: _("Please not with"),
        NamedPerson.Kind.HOPED_FOR: _("Hopes to work with"),
    }
    names = list(application.named_people.all())
    rows: Rows = [
        (label, ", ".join(row.name for row in names if row.kind == kind)) for kind, label in labels.items()
    ]
    return Section("wishes", _("Names"), filled(rows), _("Only the coordinator."))


def area_words(chosen: ChosenArea) -> str:
    words = generally(chosen.label) if chosen.group_id else chosen.label
    return _("%(area)s (most important)") % {"area": words} if chosen.is_important else words


def ticked(row: ApplicationRole, names: tuple[str, ...]) -> str:
    fields: list[Any] = [row._meta.get_field(name) for name in names if getattr(row, name)]
    return ", ".join(str(field.verbose_name) for field in fields)


def commitment(row: ApplicationRole) -> str:
    words = {"project_based": _("project-based"), "ongoing": _("on-going")}
    return ", ".join(words[name] for name in TIMES if getattr(row, name))


def yes_no(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")


def number(value: int | None) -> str:
    return "" if value is None else str(value)


def filled(rows: Rows) -> Rows:
    return [(label, text) for label, text in rows if text]
