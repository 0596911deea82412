"""Reads the demo's outbox, as a person does in a second tab."""

import re

from playwright.sync_api import Page


def newest_code(page: Page) -> str:
    """The code in the newest mail."""
    site = re.match(r"https?://[^/]+", page.url)
    assert site
    outbox = page.context.request.get(f"{site.group()}/outbox/").text()
    mail = re.search(r'<th scope="row">\s*<a href="(/outbox/[^"]+)"', outbox)
    assert mail, "there is no mail in the outbox"
    code = re.search(r"\b\d{4}-\d{4}\b", page.context.request.get(site.group() + mail.group(1)).text())
    assert code, "the newest mail holds no code"
    return code.group()
