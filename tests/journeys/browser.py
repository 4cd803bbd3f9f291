"""Chromium for the journeys: people with a screen of their own, and everything the browser complains of."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from .province import Province

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DESKTOP, PHONE = (1366, 768), (360, 800)
NARROWEST = 320  # WCAG 2.2, 1.4.10
_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
_AUDIT = """() => axe.run(document, {rules: {'target-size': {enabled: true}}}).then(found => found.violations.map(
    v => `${v.id} (${v.impact}): ` + v.nodes.map(n => `${n.target.join(' ')} — ${n.failureSummary}`).join('; ')))"""
_HEIGHT = "() => document.documentElement.scrollHeight"
_OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const clipped = e => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
    if (getComputedStyle(p).overflowX !== 'visible') return true; return false };
  return [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1 && !clipped(e))
    .map(e => `${e.tagName.toLowerCase()}.${e.className} reaches ${Math.round(e.getBoundingClientRect().right)}`)
    .concat([`page is ${document.scrollingElement.scrollWidth} wide in ${room}`])
}"""


@contextmanager
def chromium(executable: str) -> Iterator[Browser]:
    """Start the browser of the distribution with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """One person at one screen. ``faults``: what the browser complained of, strict policy and all."""

    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def go(self, address: str, *, status: int = 200) -> Page:
        """Open an address that answers with the status."""
        self.expected.add(status)
        answer = self.page.goto(address)
        assert answer, address
        assert answer.status == status, f"{address} answers {answer.status}"
        return self.page

    def width(self, width: int) -> None:
        """Make the window as wide."""
        self.page.set_viewport_size({"width": width, "height": DESKTOP[1] if width == DESKTOP[0] else PHONE[1]})

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            status = next(
                (code for code in self.expected if f"the server responded with a status of {code}" in message.text), 0
            )
            if not status:
                self.faults.append(f"{self.page.url}: {message.text}")

    def _crash(self, error: Any) -> None:
        self.faults.append(f"{self.page.url}: {error}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.url} answered {response.status}")


def visitor(browser: Browser, province: Province, size: tuple[int, int], **more: Any) -> Visitor:
    """Sit somebody down before a fresh screen; his language is Vietnamese, his clock the province's."""
    context = browser.new_context(
        base_url=province.base,
        viewport={"width": size[0], "height": size[1]},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
        **more,
    )
    context.set_default_timeout(10_000)
    one = Visitor(context, context.new_page())
    one.page.on("console", one._complain)
    one.page.on("pageerror", one._crash)
    one.page.on("response", one._answer)
    return one


def log_in(one: Visitor, account: dict[str, str]) -> Page:
    """Log somebody in through the form, and wait for his desk."""
    page = one.go("/office/dang-nhap/")
    page.get_by_label("Địa chỉ thư").fill(account["email"])
    page.get_by_label("Mật khẩu", exact=True).fill(account["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "dang-nhap" not in url)
    return page


def audit(page: Page) -> list[str]:
    """Return what axe finds; it comes in through the debugger, so the page's own policy stays in force.

    The window is made as high as the page: a bar that sticks to its edge covers something at every height but this.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    with whole(page):
        return page.evaluate(_AUDIT)


@contextmanager
def whole(page: Page) -> Iterator[None]:
    """Make the window as high as the page for a while."""
    size = page.viewport_size
    assert size
    page.set_viewport_size({**size, "height": max(size["height"], page.evaluate(_HEIGHT))})
    yield
    page.set_viewport_size(size)


def overflow(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, once the page that was asked for last is there."""
    page.wait_for_load_state()
    return page.evaluate(_OVERFLOW)


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
