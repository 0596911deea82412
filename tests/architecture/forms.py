"""Reads the forms that a page shows, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urljoin
from zipfile import ZipFile

from django.http import HttpResponseBase

SKIPPED = {"csrfmiddlewaretoken"}
TEXTS = {"text", "email", "tel", "search", "textarea"}


@dataclass
class Form:
    """Where a form is sent, its values as shown, and the kind of each field."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def texts(self) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in TEXTS]


class FormReader(HTMLParser):
    """Collects every form of a page that is sent by POST."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.forms = url, list[Form]()
        self.form: Form | None = None
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(urljoin(self.url, given.get("action", "")))
            self.forms.append(self.form)
        elif self.form:
            self.handle_field(self.form, tag, given)

    def handle_field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self.select and "selected" in given:
            form.values[self.select] = [given.get("value", "")]
        if not name or name in SKIPPED or tag not in {"input", "select", "textarea", "button"}:
            return
        kind = given.get("type", "text") if tag == "input" else tag
        form.kinds.setdefault(name, kind)
        values = form.values.setdefault(name, [])
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            values.append("")
        elif kind not in {"checkbox", "radio"} or "checked" in given:
            values.append(given.get("value", "on"))

    def handle_data(self, data: str) -> None:
        if self.form and self.textarea:
            self.form.values[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""


def text_of(answer: HttpResponseBase) -> str:
    """What was answered, as far as it is text; a workbook's sheets are unpacked."""
    content = b"".join(answer)  # type: ignore[call-overload]
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as workbook:
            content = b"".join(workbook.read(name) for name in workbook.namelist())
    return content.decode(errors="replace")


def forms_of(url: str, page: str) -> list[Form]:
    reader = FormReader(url)
    reader.feed(page)
    return reader.forms
