"""What is looked at on one page: accessibility, width, size of targets, in each way of showing it."""

from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HEIGHT = 900
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


@dataclass(frozen=True)
class Mode:
    """One way of showing a page."""

    name: str
    width: int = 1280
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"

    def show(self, page: Page) -> None:
        page.emulate_media(color_scheme=self.scheme, forced_colors=self.forced)
        page.set_viewport_size({"width": self.width, "height": HEIGHT})


WIDE = Mode("1280 px")
NARROW = Mode("320 px", width=320)
MODES = [WIDE, NARROW, Mode("dark", scheme="dark"), Mode("forced colours", forced="active")]

OPEN_DETAILS = "() => { for (const part of document.querySelectorAll('details')) part.open = true; }"

# What sticks out: an element that ends beyond the window without a scrolling region of its own around it.
TOO_WIDE = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const scrolls = (element) => element && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX)
        || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1
            && !scrolls(element.parentElement))
        .map((element) => element.outerHTML.slice(0, 120)).slice(0, 3).concat("the page scrolls sideways");
}"""

# A link inside a sentence may be as low as its line (WCAG 2.5.8); the skip link is no target until it shows.
TOO_SMALL = """() => {
    const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]";
    const inSentence = (link) => link.matches("a") && getComputedStyle(link).display === "inline"
        && link.parentElement.textContent.trim().length > link.textContent.trim().length;
    return [...document.querySelectorAll(wanted)].filter((target) => {
        const box = target.getBoundingClientRect();
        if (!target.checkVisibility() || box.width === 0 || box.right < 0 || inSentence(target)) return false;
        return box.width < 23.9 || box.height < 23.9;
    }).map((target) => {
        const box = target.getBoundingClientRect();
        return `${Math.round(box.width)} x ${Math.round(box.height)}: ${target.outerHTML.slice(0, 120)}`;
    });
}"""


def faults(page: Page, mode: Mode) -> list[str]:
    """Everything that is wrong with the page when it is shown this way."""
    mode.show(page)
    found = [f"axe {text}" for text in violations(page)]
    found += [f"too small {text}" for text in page.evaluate(TOO_SMALL)]
    found += [f"too wide {text}" for text in page.evaluate(TOO_WIDE)]
    return [f"{mode.name}: {fault}" for fault in found]


def violations(page: Page) -> list[str]:
    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    results = AXE.run(page, options=options).response
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]
