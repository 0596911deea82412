"""The components. README.md beside this package shows one example of each."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from lodestar.ui import dates
from lodestar.ui.maps import Map
from lodestar.ui.parts import Stage

register = template.Library()


@register.inclusion_tag("ui/heading.html")
def page_heading(title: str, lead: str = "", above: str = "") -> dict[str, str]:
    return {"title": title, "lead": lead, "above": above}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """Every error of these forms, each a link to its field."""
    return {"problems": [problem for form in forms for problem in _problems(form)]}


def _problems(form: BaseForm) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        for message in map(str, errors):
            yield (_anchor(field), _named(field, message)) if field else ("", message)


def _anchor(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


def _named(field: BoundField, message: str) -> str:
    """Say which field is meant: the summary stands far from it."""
    label = str(field.label)
    return f"{label} {message}" if label.endswith((".", "?", "!", ":")) else f"{label}: {message}"


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A boxed message; kind is info, good, warn or error."""
    return render_to_string("ui/notice.html", {"content": content, "kind": kind, "title": title})


@register.simple_block_tag
def empty_state(content: str, title: str) -> SafeString:
    """What is not there yet, and what to do about it."""
    return render_to_string("ui/empty_state.html", {"content": content, "title": title})


@register.simple_tag
def status_tag(label: str, kind: str = "") -> SafeString:
    """A state as a word; kind is good, wait, stop or nothing."""
    return format_html('<span class="tag{}">{}</span>', f" tag--{kind}" if kind else "", label)


@register.inclusion_tag("ui/stepper.html")
def stepper(step: int, steps: int) -> dict[str, int]:
    return {"step": step, "steps": steps}


@register.inclusion_tag("ui/autosave_status.html")
def autosave_status(saved_at: datetime | None = None) -> dict[str, datetime | None]:
    """Says when the form was last saved; belongs inside a form with `data-autosave-url`."""
    return {"saved_at": saved_at}


@register.inclusion_tag("ui/bar.html")
def bar(value: float, most: float, words: str, tone: str = "") -> dict[str, Any]:
    """A number as a bar beside its own words; tone is strong, good, fair, weak or nothing."""
    return {"width": _percent(value, most), "words": words, "tone": tone}


@register.inclusion_tag("ui/pair_bars.html")
def pair_bars(wanted: float, offered: float, most: float) -> dict[str, Any]:
    """Two bars one above the other; their numbers stand in the table beside them."""
    return {"wanted": _percent(wanted, most), "offered": _percent(offered, most)}


def _percent(value: float, most: float) -> int:
    return round(100 * min(max(value / most, 0), 1)) if most > 0 else 0


@register.inclusion_tag("ui/map.html")
def region_map(map: Map, title: str) -> dict[str, Any]:
    """A drawn map; the title says what it shows and that the same stands in the text beside it."""
    return {"map": map, "title": title}


@register.inclusion_tag("ui/stages.html")
def stages(items: Iterable[Stage], label: str) -> dict[str, Any]:
    return {"stages": items, "label": label}


@register.simple_block_tag
def table(content: str, caption: str, id: str = "") -> SafeString:
    """A captioned table that scrolls sideways, also by keyboard; the content is thead and tbody."""
    caption_id = id or f"table-{slugify(caption, allow_unicode=True)}"
    return render_to_string("ui/table.html", {"content": content, "caption": caption, "id": caption_id})


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("ui/post_button.html")
def post_button(url: str, label: str, kind: str = "", target: str = "", **fields: Any) -> dict[str, Any]:
    """One button that acts; extra arguments are sent as hidden fields, `target` is swapped by htmx."""
    return {"url": url, "label": label, "kind": kind, "target": target, "fields": fields}


@register.simple_block_tag(takes_context=True)
def confirm_panel(
    context: Context, content: str, title: str, url: str, button: str, cancel: str, kind: str = ""
) -> SafeString:
    """Shows exactly what will happen before it does; kind "danger" for what ends or deletes."""
    values = {"content": content, "title": title, "url": url, "button": button, "cancel": cancel}
    return render_to_string(
        "ui/confirm_panel.html", {**values, "kind": kind, "csrf_token": context.get("csrf_token")}
    )


@register.filter
def written_date(day: date | datetime | None, with_time: str = "") -> str:
    """14 September 2026, or with `:"time"` 14 September 2026, 10:42."""
    if not day:
        return ""
    if with_time and isinstance(day, datetime):
        return dates.written_moment(day)
    return dates.written_date(day)
