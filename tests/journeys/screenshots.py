"""Take pictures of the pages, beside the names of their mock-ups: `make screenshots`, into screenshots/."""

import argparse
import html
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser

from tests.factories.chromium import CHROMIUM

from . import browser as chrome
from . import province as demo

INTO = chrome.ROOT / "screenshots"
DOSSIERS = 300


@dataclass(frozen=True)
class Picture:
    """A page to be taken. ``of``: status of the dossier whose code the address carries; ``by``: who looks."""

    name: str
    mock_up: str
    address: str
    by: str = ""
    of: str = ""


COUNTER, OFFICER, HEAD = "tiep-nhan-1@yentruc", "ho-tich@yentruc", "giam-doc@yentruc"
REVIEWER, ADMIN, LEADER = "kiem-soat@tinh", "quan-tri@tinh", "lanh-dao@tinh"
PICTURES = (
    Picture("home", "01-citizen-home", "/"),
    Picture("search", "02-citizen-search", "/tim/?q=lam+giay+khai+sinh+cho+con"),
    Picture("procedure", "03-citizen-procedure", "/thu-tuc/1.001193/"),
    Picture("tracking", "07-citizen-track", "/tra-cuu/?ma={code}", of="processing"),
    Picture("tracking-late", "07-citizen-track", "/tra-cuu/?ma={code}", of="late"),
    Picture("tracking-returned", "07-citizen-track", "/tra-cuu/?ma={code}", of="returned"),
    Picture("tracking-form", "12-form-error", "/tra-cuu/?ma=xyz"),
    Picture("posting", "03-citizen-procedure", "/niem-yet/H99.21.01/"),
    Picture("nothing-found", "14-states", "/tim/?q=qqqxxyyzz"),
    Picture("public-figures", "06-dashboard", "/so-lieu/"),
    Picture("public-unit", "06-dashboard", "/so-lieu/don-vi/H99.21/"),
    Picture("open-data", "14-states", "/so-lieu/du-lieu/"),
    Picture("login", "14-states", "/office/dang-nhap/"),
    Picture("reception", "08-reception", "/office/reception/", by=COUNTER),
    Picture("reception-procedure", "08-reception", "/office/reception/1.001193/", by=COUNTER),
    Picture("submitted", "04-officer-worklist", "/office/reception/submitted/", by=COUNTER),
    Picture("rules", "04-officer-worklist", "/office/rules/N118_2026/", by=ADMIN),
    Picture("worklist", "04-officer-worklist", "/office/inbox/", by=OFFICER),
    Picture("worklist-unit", "04-officer-worklist", "/office/inbox/?nhom=unit", by=HEAD),
    Picture("dossier", "05-dossier-detail", "/office/dossiers/{code}/", by=OFFICER, of="processing"),
    Picture("results", "04-officer-worklist", "/office/results/", by=COUNTER),
    Picture("results-long", "04-officer-worklist", "/office/results/?cho=lau", by=COUNTER),
    Picture("dossier-completed", "05-dossier-detail", "/office/dossiers/{code}/", by=COUNTER, of="completed"),
    Picture("notices", "14-states", "/office/notices/", by=OFFICER),
    Picture("messages", "14-states", "/office/notices/messages/", by=ADMIN),
    Picture("register", "04-officer-worklist", "/office/registers/", by=HEAD),
    Picture("lead", "06-dashboard", "/office/indicators/dieu-hanh/", by=LEADER),
    Picture("lead-commune", "06-dashboard", "/office/indicators/dieu-hanh/", by=HEAD),
    Picture("index-766", "06-dashboard", "/office/indicators/766/", by=LEADER),
    Picture("ranking", "06-dashboard", "/office/indicators/xep-hang/", by=LEADER),
    Picture("late", "06-dashboard", "/office/indicators/qua-han/", by=LEADER),
    Picture("targets", "06-dashboard", "/office/indicators/chi-tieu/", by=HEAD),
    Picture("work", "06-dashboard", "/office/indicators/viec/", by=HEAD),
    Picture("published-scores", "06-dashboard", "/office/indicators/diem-cong-bo/", by=REVIEWER),
    Picture("measures", "06-dashboard", "/office/indicators/tu-dien/", by=HEAD),
    Picture("figures", "06-dashboard", "/office/indicators/", by=HEAD),
    Picture("figures-rows", "06-dashboard", "/office/indicators/ho-so/?so=open", by=HEAD),
    Picture("forecasts", "06-dashboard", "/office/forecasts/", by=HEAD),
    Picture("bulletin", "06-dashboard", "/office/indicators/ban-tin/", by=HEAD),
    Picture("reports", "04-officer-worklist", "/office/reports/", by=HEAD),
    Picture("report-new", "04-officer-worklist", "/office/reports/lap/", by=HEAD),
    Picture("report-deadlines", "04-officer-worklist", "/office/reports/han-nop/", by="lanh-dao@tinh"),
    Picture("papers-to-give", "04-officer-worklist", "/office/handover/", by=COUNTER),
    Picture("papers-to-take", "04-officer-worklist", "/office/handover/nhan/", by=OFFICER),
    Picture("papers-under-way", "04-officer-worklist", "/office/handover/di/?xong=1", by=COUNTER),
    Picture("papers-apart", "04-officer-worklist", "/office/handover/chua-khop/", by=COUNTER),
    Picture("agency", "04-officer-worklist", "/office/agency/", by=ADMIN),
    Picture("people-and-work", "04-officer-worklist", "/office/agency/team/", by=HEAD),
    Picture("account-review", "04-officer-worklist", "/office/agency/review/", by=ADMIN),
    Picture("catalogue", "04-officer-worklist", "/office/catalogue/", by=REVIEWER),
    Picture("calendar", "04-officer-worklist", "/office/calendar/", by=HEAD),
    Picture("processes", "04-officer-worklist", "/office/processes/", by=REVIEWER),
    Picture("process", "04-officer-worklist", "/office/processes/construction/", by=REVIEWER),
)
_STYLE = (
    "body{font:15px sans-serif} figure{display:inline-block;vertical-align:top;margin:8px} "
    "img{max-width:640px;max-height:900px;border:1px solid #888}"
)
SIZES = {"1366x768": chrome.DESKTOP, "360x800": chrome.PHONE}


def main(words: list[str] | None = None) -> int:
    """Take them; pages that are refused are told and left out."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("only", nargs="*", help="names of pictures, all if none is given")
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    arguments = parser.parse_args(words)
    if CHROMIUM is None:
        parser.exit(2, "No Chromium on this machine (apt install chromium).\n")
    INTO.mkdir(exist_ok=True)
    wanted = [one for one in PICTURES if not arguments.only or one.name in arguments.only]
    keep = os.environ.get("MOTCUA_SCREENSHOTS_DATA")
    with tempfile.TemporaryDirectory(prefix="motcua-screens-") as folder:
        place = Path(keep) if keep else Path(folder)
        with demo.running(place, dossiers=arguments.dossiers) as province, chrome.chromium(CHROMIUM) as browser:
            for picture in wanted:
                for size, said in _take(browser, province, picture):
                    print(f"{picture.name:20} {size:9} {said}", flush=True)
            if not arguments.only or "receipt" in arguments.only:
                _receipt(browser, province)
    (INTO / "index.html").write_text(_index(), encoding="utf-8")
    print(f"{INTO.name}/index.html")
    return 0


def _take(browser: Browser, province: demo.Province, picture: Picture) -> Iterator[tuple[str, str]]:
    address = picture.address
    if picture.of:
        address = address.format(code=_choose(province, picture.of)["code"])
    for size, window in SIZES.items():
        person = chrome.visitor(browser, province, window)
        if picture.by:
            chrome.log_in(person, province.account(picture.by))
        person.expected |= {422}
        answer = person.page.goto(address, wait_until="networkidle")
        assert answer
        stem = INTO / f"{picture.name}-{size}"
        if answer.status in (403, 404):
            yield size, f"left out, answers {answer.status}"
        else:
            person.page.screenshot(path=f"{stem}.png")
            with chrome.whole(person.page):
                person.page.screenshot(path=f"{stem}-full.png")
            yield size, "; ".join([*chrome.overflow(person.page), *person.faults]) or "taken"
        person.context.close()


def _choose(province: demo.Province, kind: str) -> dict:
    choices: dict[str, Callable[[dict], bool]] = {
        "late": lambda one: one["status"] == "processing" and one["due_at"] < demo.OPEN,
        "processing": lambda one: (
            one["status"] == "processing" and one["due_at"] > demo.OPEN and one["competent"] == "H99.21"
        ),
    }
    suits = choices.get(kind, lambda one: one["status"] == kind)
    return max(filter(suits, province.dossiers), key=lambda one: len(one["steps"]))


def _receipt(browser: Browser, province: demo.Province) -> None:
    """Draw the receipt of a dossier as the counter prints it."""
    person = chrome.visitor(browser, province, chrome.DESKTOP)
    page = chrome.log_in(person, province.account(COUNTER))
    code = _choose(province, "processing")["code"]
    paper = pypdfium2.PdfDocument(page.request.get(f"/office/dossiers/{code}/giay-hen.pdf").body())
    paper[0].render(scale=2).to_pil().save(INTO / "receipt-a5.png")
    paper.close()
    person.context.close()


def _index() -> str:
    """Return a page that shows each picture next to its mock-up's name."""
    by_mock_up: dict[str, list[str]] = {}
    for picture in PICTURES:
        by_mock_up.setdefault(picture.mock_up, []).append(picture.name)
    sections = [
        f"<h2>{html.escape(mock_up)}</h2>{''.join(map(_figure, _stems(names)))}"
        for mock_up, names in by_mock_up.items()
    ]
    return f"<!doctype html><meta charset=utf-8><title>Pictures</title><style>{_STYLE}</style>{''.join(sections)}"


def _stems(names: list[str]) -> list[str]:
    wanted = [f"{name}-{size}{whole}" for name in names for size in SIZES for whole in ("", "-full")]
    return [stem for stem in wanted if (INTO / f"{stem}.png").exists()]


def _figure(stem: str) -> str:
    return f'<figure><a href="{stem}.png"><img src="{stem}.png" alt=""></a><figcaption>{stem}</figcaption></figure>'


if __name__ == "__main__":
    raise SystemExit(main())
