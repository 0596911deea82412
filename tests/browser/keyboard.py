"""A person who has a keyboard and no mouse: Tab, Enter, Space and typing, and nothing else."""

from playwright.sync_api import Page

MOST_TABS = 400
HERE = """() => {
    const here = document.activeElement;
    const style = getComputedStyle(here), box = here.getBoundingClientRect();
    return {
        shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0
            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        html: here.outerHTML.slice(0, 120),
    };
}"""


class Keyboard:
    """Walks through pages; every stop on the way must show where it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, address: str) -> None:
        self.page.goto(address)

    def go_to(self, selector: str) -> None:
        """Press Tab until the focus is on what `selector` names."""
        for _tab in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("() => document.activeElement === document.body"):
                continue  # the end of the page: the next Tab begins at its top again
            self.check_focus()
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{MOST_TABS} Tabs did not reach {selector} on {self.page.url}")

    def check_focus(self) -> None:
        here = self.page.evaluate(HERE)
        assert here["shown"], f"{self.page.url}: one cannot see that the focus is on {here['html']}"

    def enter(self, selector: str) -> None:
        """Follow a link or press a button, and wait for the page it leads to."""
        self.go_to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, selector: str) -> None:
        self.go_to(selector)
        self.page.keyboard.press("Space")
        assert self.page.evaluate("() => document.activeElement.checked"), selector

    def type(self, selector: str, text: str) -> None:
        self.go_to(selector)
        self.page.keyboard.type(text)

    def reads(self, text: str) -> bool:
        return text in self.page.locator("main").inner_text()
