"""What the coordinator, the administrator and the finance officer set up."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.pages.desk import about
from tests.browser.pages.shown import Shown, send

AREA = {"key": "policy"}
GROUP = {"key": "governance"}
ROLE = {"role": "coordinator"}
WAY = {"other_id": "@other_library"}


def plan_a_handover(page: Page) -> None:
    page.locator("[name=successor]").select_option(label="Nora Nîpin")
    send(on=str(timezone.localdate() + timedelta(days=30)))(page)


def hand_over_today(page: Page) -> None:
    page.locator("[name=successor]").select_option(label="Nora Nîpin")
    send("form:has([name=successor])")(page)


YEAR = [
    Shown("home:settings"),
    Shown("programs:first_steps"),
    Shown("programs:first_steps", "no cycle", site="bare"),
    Shown("programs:first_steps", "mail on its way", site="first", act=send("form[action$=mail]")),
    Shown("programs:cycles"),
    Shown("programs:cycles", "none", site="bare"),
    Shown("programs:new_cycle"),
    Shown("programs:new_cycle", "first one", site="bare"),
    Shown(
        "programs:new_cycle", "wrong order", act=send(name="", opens_on="2027-09-01", closes_on="2027-01-01")
    ),
    about("programs:cycle", "open", "cycle"),
    about("programs:cycle", "closed", "cycle", site="closed"),
    about("programs:close_cycle", "", "cycle"),
    about("intake:move_cycle", "", "cycle"),
    about("intake:move_cycle", "wrong order", "cycle", act=send(opens_on="2099-01-01")),
    about("intake:move_cycle", "the mail first", "cycle", act=send(ends_on="2098-01-01")),
]

WORDS = [
    Shown("programs:settings", "", "administrator"),
    Shown("programs:settings", "wrong", "administrator", act=send(name="", contact_phone="")),
    Shown("programs:settings", "saved", act=send("form[method=post]")),
    Shown("programs:text", args={"key": "training"}),
    Shown("programs:text", "empty", args={"key": "training"}, act=send(heading="")),
    Shown("programs:terms", "considerations", args={"kind": "considerations"}),
    Shown("programs:terms", "privacy", args={"kind": "privacy"}),
    Shown("programs:terms", "empty", args={"kind": "privacy"}, act=send(heading="", points="")),
    Shown("programs:areas"),
    Shown("programs:new_area"),
    Shown("programs:new_area", "empty", act=send(label="")),
    Shown("programs:new_group"),
    Shown("programs:new_group", "empty", act=send(label="")),
    Shown("programs:rename_area", args=AREA),
    Shown("programs:rename_area", "empty", args=AREA, act=send(label="")),
    Shown("programs:rename_group", args=GROUP),
    Shown("programs:rename_group", "empty", args=GROUP, act=send(label="")),
]

PEOPLE = [
    Shown("people:list", "full", "administrator"),
    Shown("people:list", "nobody found", "administrator", query="?q=zzzz"),
    Shown("people:invite", "", "administrator"),
    Shown("people:invite", "not an address", "administrator", act=send(email="x")),
    Shown("people:invite", "the mail first", act=send(email="deputy@example.org", role="coordinator")),
    about("people:person", "participant", "old_pair_mentor"),
    about("people:person", "with a role", "finance"),
    about("people:person", "no name", "sender", act=send(name="")),
    about("people:remove_role", "", "careful", args=ROLE),
    Shown("people:away", "", "careful"),
    Shown("people:away", "a day that is over", "careful", act=send(away_until="2020-01-01")),
    Shown("handover:list", "full", "administrator", journey=True),
    Shown("handover:list", "none", "coordinator", site="first"),
    Shown("handover:new", "", "coordinator", journey=True),
    Shown("handover:new", "nobody to take over", site="first"),
    Shown("handover:new", "wrong", act=send(on="2020-01-01")),
    Shown("handover:new", "on a later day", act=plan_a_handover),
    Shown("handover:new", "today", act=hand_over_today),
    about("handover:cancel", "", "handover"),
]

PLACES = [
    Shown("libraries:list", "full"),
    Shown("libraries:list", "none found", query="?q=zzzz"),
    Shown("libraries:new"),
    Shown("libraries:new", "empty", act=send(name="")),
    about("libraries:library", "", "library"),
    about("libraries:edit", "", "library"),
    about("libraries:edit", "wrong", "library", act=send(name="", latitude="99")),
    about(
        "libraries:edit", "saved", "other_library",
        act=send(name="Renamed Library"), lands="libraries:library", site="first",
    ),
    about("libraries:distance", "", "library", args=WAY),
    about("libraries:distance", "wrong", "library", args=WAY, act=send(km="-3")),
    Shown("libraries:boards"),
    Shown("libraries:boards", "none", site="bare"),
    Shown("libraries:boards", "empty", act=send(name="")),
    about("libraries:board", "", "board"),
    about("libraries:board", "empty", "board", act=send(name="")),
    Shown("travel:rates", "", "finance"),
    Shown("travel:rates", "wrong", "finance", act=send(first_5000_km="-1")),
]  # fmt: skip

SETTING_UP = [*YEAR, *WORDS, *PEOPLE, *PLACES]
