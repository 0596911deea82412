from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from lodestar.outbox.models import Mail
from tests.factories import NOW, make_person

numbers = count(1)


def make_mail(**fields: Any) -> Mail:
    number = next(numbers)
    if "person" not in fields:
        fields["person"] = make_person()
    fields = {
        "key": f"mail:{number}",
        "message_id": f"<{number}@lodestar.example.org>",
        "address": fields["person"].email or "" if fields["person"] else "someone@example.org",
        "subject": f"Subject {number}",
        "text": f"Text {number}",
        "html": f"<p>Text {number}</p>",
        "due_at": NOW,
        "created_at": NOW,
    } | fields
    return Mail.objects.create(**fields)


@pytest.fixture
def mail_template(settings: Settings, tmp_path: Path) -> str:
    """A small mail that every test here may queue."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    settings.SITE_URL = "https://lodestar.example.org"
    (tmp_path / "mail.txt").write_text("News\n\nHello {{ name }}\n\n{{ site }}/home/\n")
    return "mail.txt"
