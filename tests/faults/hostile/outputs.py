"""Every kind of file that readers are given, and how each kind is judged: a kind that is not here fails the tests.

A new kind joins by one entry in `KINDS`: what is wrong with a file of it, and the texts that it shows.
"""

from __future__ import annotations

import re
import socketserver
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import icalendar
import openpyxl
from playwright.sync_api import Error

WIDTHS = (1280, 390)
POLICY = 'http-equiv="Content-Security-Policy"'
SHOWN = """
() => {
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("style, script")) texts.push(walk.currentNode.textContent);
  const said = [];
  for (const one of document.querySelectorAll("[aria-label], [alt], [title]"))
    said.push(one.getAttribute("aria-label") || one.getAttribute("alt") || one.getAttribute("title"));
  return [texts.join(""), ...said].join("\\u0001");
}
"""
"""What a page says to people who see it and to people who have it read aloud."""


@dataclass
class Bench:
    """What files are judged with: a browser whose every way out leads to a proxy that takes down who asked."""

    browser: object
    proxy: str
    scratch: Path
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    Attributes
    ----------
    problems : what is wrong with a file.
    texts : what it shows to people.
    """

    problems: Callable[[Path, Bench], Iterator[str]]
    texts: Callable[[Path, Bench], str]


@contextmanager
def bench(browser, scratch: Path) -> Iterator[Bench]:
    """A browser with a proxy that writes down what it is asked and gives nothing."""
    asked: list[str] = []

    class Taker(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode("latin-1").strip())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Bench(browser, f"http://127.0.0.1:{server.server_address[1]}", scratch, asked)
        server.shutdown()


@contextmanager
def opened(path: Path, bench: Bench, *, width: int = 1280, wait: int = 50) -> Iterator[tuple[object, list[str]]]:
    """A page in the browser, and what happened that should not while it opened and `wait` milliseconds more."""
    context = bench.browser.new_context(viewport={"width": width, "height": 900}, proxy={"server": bench.proxy})
    view, happened, before = context.new_page(), [], len(bench.asked)
    view.on("dialog", lambda one: (happened.append(f"dialog {one.message}"), one.dismiss()))
    view.on("console", lambda one: happened.append(f"says {one.text}"))
    view.on("pageerror", lambda one: happened.append(f"error {one}"))
    view.on("popup", lambda one: happened.append("opens a window"))
    view.on("request", lambda one: happened.append(f"asks {one.url[:80]}") if _leaves(one.url) else None)
    view.goto(path.as_uri())
    with suppress(Error):  # a page that goes elsewhere is told of below
        view.evaluate("document.fonts.ready.then(() => true)")
    view.wait_for_timeout(wait)
    try:
        yield view, happened
    finally:
        if view.url != path.as_uri():
            happened.append(f"goes to {view.url}")
        happened += [f"asked the network: {line}" for line in bench.asked[before:]]
        context.close()


def _leaves(url: str) -> bool:
    return not url.startswith(("file:", "data:"))


def page_problems(path: Path, bench: Bench) -> Iterator[str]:
    """A page runs nothing of others and asks nobody, with its policy and without; nothing leads sideways."""
    text = path.read_text(encoding="utf-8")
    if text.count(POLICY) != 1 or text.index(POLICY) > min(text.index("<style"), text.index("<title")):
        yield "its policy does not come first"
    bare = bench.scratch / "bare.html"
    # without the policy it is the escaping that is tried
    bare.write_text(text.replace(POLICY, "name=none"), encoding="utf-8")
    for where, width, wait in [*((path, width, 50) for width in WIDTHS), (bare, WIDTHS[0], 400)]:
        with opened(where, bench, width=width, wait=wait) as (view, happened):
            if view.url == where.as_uri():
                yield from _held(view, width)
        yield from happened


def _held(view, width: int) -> Iterator[str]:
    """What an open page holds, or has done, that it should not."""
    if view.evaluate("typeof window.PWN") != "undefined":
        yield "ran what stood in a text"
    if view.evaluate("document.querySelectorAll('iframe, object, embed, base, link').length"):
        yield "holds an element that no page has"
    if (wide := view.evaluate("document.documentElement.scrollWidth")) != width:
        yield f"{wide} px wide in a window of {width}"


def page_texts(path: Path, bench: Bench) -> str:
    """Give what a page shows, its folded parts and the pictures' words too."""
    with opened(path, bench) as (view, _):
        return view.evaluate(SHOWN)


def workbook_problems(path: Path, bench: Bench) -> Iterator[str]:
    """A workbook calculates nothing but the sums of ours, and leads nowhere outside itself."""
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        links = [name for name in names if name.endswith(".rels") and b'TargetMode="External"' in packed.read(name)]
    yield from (f"{name} leads outside" for name in links)
    yield from (
        f"holds {name}" for name in names if re.search(r"vba|macro|externalLink|embedding|connection", name, re.I)
    )
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                ours = sheet.title == "totals" and cell.column == 2
                if cell.data_type == "f" and not (ours and re.match(r"=SUM(IFS)?\(", str(cell.value))):
                    yield f"calculates in {sheet.title}!{cell.coordinate}"


def workbook_texts(path: Path, bench: Bench) -> str:
    """Give the texts of a workbook's cells."""
    sheets = openpyxl.load_workbook(path, read_only=True)
    cells = (value for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row)
    return "\x01".join(value for value in cells if isinstance(value, str))


def calendar_problems(path: Path, bench: Bench) -> Iterator[str]:
    """A calendar holds events of the few properties that we write, and calls nobody."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    known = {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE", "CLASS", "TRANSP", "DESCRIPTION"}
    for one in calendar.walk():
        if one.name not in ("VCALENDAR", "VEVENT"):
            yield f"holds a {one.name}"
        if one.name == "VEVENT" and set(one) - known:
            yield f"says {sorted(set(one) - known)}"


def calendar_texts(path: Path, bench: Bench) -> str:
    """Give what the events of a calendar say."""
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return "\x01".join(str(one.get(name, "")) for one in events for name in ("SUMMARY", "DESCRIPTION"))


KINDS = {
    ".html": Kind(page_problems, page_texts),
    ".xlsx": Kind(workbook_problems, workbook_texts),
    ".ics": Kind(calendar_problems, calendar_texts),
}
"""By the end of the file's name."""


def outputs(edition: Path) -> list[Path]:
    """Give every file that readers of an edition are given, each of a kind that is known here."""
    files = sorted(path for path in edition.resolve().rglob("*") if not path.is_dir())
    strange = [path.name for path in files if path.suffix not in KINDS or path.is_symlink()]
    assert strange == [], "give this kind of file a judge in tests/faults/outputs.py"
    return files


def problems(edition: Path, bench: Bench) -> list[str]:
    """Give all that is wrong with an edition's files."""
    return [f"{path.name}: {one}" for path in outputs(edition) for one in KINDS[path.suffix].problems(path, bench)]


def texts(edition: Path, bench: Bench) -> dict[Path, str]:
    """Give what each file of an edition shows."""
    return {path: KINDS[path.suffix].texts(path, bench) for path in outputs(edition)}
