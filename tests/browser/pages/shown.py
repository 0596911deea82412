"""One page in one state, and what a person does to bring it there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Locator, Page

from tests.browser.outbox import newest_code
from tests.factories import TOTP_SECRET

Act = Callable[[Page], None]
# Also what the browser's own number and date fields would not let a person type.
ANY_VALUE = """(field, value) => {
    if (["number", "date"].includes(field.type)) field.type = "text";
    field.value = value;
}"""


@dataclass(frozen=True)
class Shown:
    """A page as `who` sees it on `site` (see `stage.py`); `@handle` in `args` is an id that the stage knows.

    `url` is the name of a URL, or an address when no name leads there; the acts begin at
    `begin` and end at `lands` when these are given.
    """

    url: str
    what: str = ""
    who: str = "coordinator"
    args: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    begin: str = ""
    lands: str = ""
    site: str = "full"
    act: Act | None = None
    status: int = 200
    journey: bool = False

    def __str__(self) -> str:
        return " ".join(part for part in [self.url, self.what, self.who] if part).replace(" ", "-")


def send(form: str = "", button: str = "button[type=submit]", **typed: Any) -> Act:
    """Fill in the fields of these names and press their form's button; `form` and `button` are selectors."""

    def act(page: Page) -> None:
        first = f'form:has([name="{next(iter(typed))}"])' if typed else "form[method=post]"
        chosen = page.locator("main").locator(form or first).first
        for name, value in typed.items():
            put(chosen, name, value)
        chosen.locator(button).first.click()

    return act


def put(form: Locator, name: str, value: Any) -> None:
    named = form.locator(f'[name="{name}"]')
    kind = named.first.evaluate("field => field.type")
    if kind == "radio" or (kind == "checkbox" and not isinstance(value, bool)):
        form.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind == "checkbox":
        named.first.set_checked(value)
    elif kind == "select-one":
        named.first.select_option(value)
    else:
        named.first.evaluate(ANY_VALUE, value)


def one_after_the_other(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def press(selector: str) -> Act:
    def act(page: Page) -> None:
        page.locator(selector).first.click()

    return act


def post(verb: str = "", **fields: str) -> Act:
    """Post to this page's address or one below it: a button of a page that has changed in the meantime."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.evaluate(
                """([address, fields]) => {
                    const form = document.createElement("form");
                    form.method = "post";
                    form.action = address;
                    fields.csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
                    for (const [name, value] of Object.entries(fields)) {
                        const field = document.createElement("input");
                        [field.type, field.name, field.value] = ["hidden", name, value];
                        form.append(field);
                    }
                    document.body.append(form);
                    form.submit();
                }""",
                [page.url + verb, fields],
            )

    return act


def wait_for_hours(page: Page) -> None:
    page.context.request.get(page.url.replace(urlsplit(page.url).path, "/hours-later"))


def untick_all(page: Page) -> None:
    for box in page.locator("main [type=checkbox]").all():
        box.uncheck()


def forget_cookies(page: Page) -> None:
    page.context.clear_cookies()


def type_code(page: Page) -> None:
    send(code=newest_code(page))(page)


def prove_again(page: Page) -> None:
    """Show the app's code, if this session has not done so yet.

    A code works only once, and a slow machine may carry one over the end of its half minute.
    """
    for counter in yield_hotp_counters_from_time():
        if "/second-step/again/" in page.url:
            send(code=format_hotp_value(hotp_value(TOTP_SECRET, counter)))(page)
    assert "/again/" not in page.url, "the app's codes were refused"
