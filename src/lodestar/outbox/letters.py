"""How a mail is written: one template with a subject, plain paragraphs and one link.

The first line of the template is the subject. A paragraph is one line (`blocktranslate trimmed` joins
its lines). A line that is only an address of this site becomes the button of the HTML part. Values are
put in as they are, without escaping; any other address in the text, whoever wrote it, stays readable
but no mail program can turn it into a link.
"""

import re
import textwrap
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.text import Truncator

SUBJECT_LENGTH = 150
WIDTH = 72
BREAK = "\u200b"  # a space without width: seen by programs that look for addresses, not by people

LOOKS_LIKE_AN_ADDRESS = re.compile(r"\S*(?:://|www\.|\w\.[^\W\d_]{2,})\S*", re.IGNORECASE)
MAILBOX = re.compile(r"[(<]?[\w.+'-]+@[\w-]+(\.[\w-]+)+[)>.,;:!?]*")


@dataclass(frozen=True)
class Letter:
    """A mail ready to be queued, printed or shown on a confirmation page."""

    subject: str
    text: str
    html: str


def compose(template: str, context: Mapping[str, Any]) -> Letter:
    """Render the mail of `template`, for example `intake/mails/received.txt`, without queuing it."""
    source: Any = get_template(template)
    values = {**context, "site": settings.SITE_URL}
    rendered = source.template.render(Context(values, autoescape=False))
    subject, _, body = clean(rendered).strip().partition("\n")
    subject = Truncator(" ".join(subject.split())).chars(SUBJECT_LENGTH)
    paragraphs = [part.split("\n") for part in re.split(r"\n{2,}", body.strip())]
    html = render_to_string(
        "outbox/_letter.html",
        {
            "subject": subject,
            "language": settings.LANGUAGE_CODE,
            "paragraphs": [[(line, is_link(line)) for line in lines] for lines in paragraphs],
        },
    )
    return Letter(subject, wrapped(paragraphs), html)


def clean(text: str) -> str:
    """Return `text` without control characters and trailing spaces, its foreign addresses broken."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return LOOKS_LIKE_AN_ADDRESS.sub(unlink, "\n".join(line.strip() for line in kept.split("\n")))


def unlink(found: re.Match[str]) -> str:
    word = found.group()
    if is_ours(word) or MAILBOX.fullmatch(word):
        return word
    return re.sub(r"([.:/@])", rf"\1{BREAK}", word)


def is_ours(word: str) -> bool:
    return word == settings.SITE_URL or word.startswith(settings.SITE_URL + "/")


def is_link(line: str) -> bool:
    return is_ours(line) and " " not in line


def wrapped(paragraphs: list[list[str]]) -> str:
    """Return the plain text, lines no longer than a mail program shows without wrapping them itself."""
    return "\n\n".join("\n".join(wrap_line(line) for line in lines) for lines in paragraphs) + "\n"


def wrap_line(line: str) -> str:
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
