"""Published editions without a person: every page that holds them made again, or replaced by a stub."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from accountbook.book import BookError, Ledger, Person, Tombstones, Traces
from accountbook.book.jsonlines import as_lines, parsed_lines
from accountbook.book.settings import read_settings
from accountbook.display import Words
from accountbook.publish.again import SCRATCH, beside
from accountbook.publish.contents import dates_of
from accountbook.publish.editions import notebooks_folder, read_edition
from accountbook.publish.files import OURS, replace_page, sha256_of, sync, write
from accountbook.publish.keys import code_hash, settings_hash
from accountbook.publish.languages import is_elsewhere
from accountbook.publish.outcome import PublishError
from accountbook.publish.places import BESIDE, companion
from accountbook.publish.published import Published, lang_of, last_published
from accountbook.publish.record import GOOD
from accountbook.publish.searched import found_in_content, found_in_file, found_in_text
from accountbook.publish.stub import erased_page

STUBBED = "erased"
"""The reason of a stub that stands where a page could not be made again."""


@dataclass(frozen=True)
class _New:
    """A page as it shall be: its content, the scratch ledger's line about it, what its last cell recorded, and the
    files beside it by suffix."""

    content: bytes
    line: dict[str, Any]
    results: dict[str, Any] | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Left:
    """A published file that still holds a person.

    Attributes
    ----------
    path : the file.
    kinds : number, e-mail, name.
    account : the account that it is about; None: the company, or unknown.
    """

    path: Path
    kinds: frozenset[str]
    account: str | None


@dataclass
class Erasing:
    """The published editions of one folder of reports while a person is taken out of them.

    Parameters
    ----------
    book, out : the book, whose loads are rewritten already, and the folder of reports.
    person : who is forgotten.
    loads : the loads that held the person.
    day : YYYY-MM-DD, for the ledger.
    options : notebooks, workers, engine, seconds, executor, console of `publish_edition`.

    Attributes
    ----------
    made, stubbed : the pages that were made again, and those that a stub stands for, from the folder of reports.
    """

    book: Path
    out: Path
    person: Person
    loads: frozenset[str]
    day: str
    options: dict[str, Any]
    made: list[str] = field(default_factory=list)
    stubbed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._traces = Traces(self.person)
        self._ledger = Ledger(self.book)
        self._hash = Tombstones(self.book).hash(self.person.contact_id)

    def run(self) -> None:
        """Take the person out of every edition, oldest first: a later one may lead back to an earlier one."""
        self._sweep()
        for edition, as_of in editions_in(self.out):
            self._edition(edition, as_of)
        there = {f"{edition}-{as_of}" for edition, as_of in editions_in(self.out)}
        for results in sorted((self.out / OURS).glob("*/pages.jsonl")):
            if results.parent.name not in there:  # the first run of an edition was killed
                self._keep_results(results, None, {})

    def left(self) -> list[Left]:
        """Every file below the folder of reports that still holds the person."""
        found = []
        for path in sorted(path for path in self.out.rglob("*") if path.is_file() and not path.is_symlink()):
            if is_elsewhere(path, self.out):
                continue
            name = path.relative_to(self.out).as_posix()
            account = self._about.get(name)
            near = account is None or account in self.person.accounts
            if kinds := found_in_file(path, self._traces, near=near):
                found.append(Left(self.out / name, frozenset(kinds), account))
        return found

    @cached_property
    def _about(self) -> dict[str, str]:
        """Which account a page is about, by its place in the folder of reports."""
        about: dict[str, str] = {}
        for edition, as_of in editions_in(self.out):
            published = last_published(self._ledger, edition, as_of, out=self.out)
            for address, line in published.lines.items() if published else ():
                if "account" in line["subject"]:
                    about[f"{edition}/{as_of}/{address}"] = line["subject"]["account"]
        return about

    def _sweep(self) -> None:
        """Remove what stopped runs have left, and notebooks that failed, where they hold or may hold the person."""
        ours = self.out / OURS
        for stale in ours.glob(f"{SCRATCH}*"):
            shutil.rmtree(stale)
        for stale in self.out.rglob(".new-*"):  # of a run that was killed while it wrote
            stale.unlink()
        for path in [*ours.rglob("*")]:
            if not path.is_file() or path.suffix == ".lock" or path.name == "pages.jsonl":
                continue
            # a slice's Parquet is compressed: nobody can search it, and no run is under way that needs it
            if path.suffix == ".parquet" or found_in_file(path, self._traces, near=True):
                path.unlink()

    def _edition(self, edition: str, as_of: str) -> None:
        folder = self.out / edition / as_of
        published = last_published(self._ledger, edition, as_of, out=self.out)
        pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
        holding = {page for page in pages if self._holds(folder, published, page)}
        wanted = holding | (self._resting(published, pages) if published else set())
        fresh = self._again(published, wanted) if published and wanted else {}
        for page in sorted(wanted):
            new = fresh.get(page)
            if new is not None and not self._certain(new):
                done = "erased"
            elif page in holding:
                new, done = _New(self._stub(published, page), {}), "failed"
            else:
                continue  # it holds nobody, and cannot be made again: it stays as it is
            self._put(folder, published, page, new, done)
        self._keep_results(self.out / OURS / f"{edition}-{as_of}" / "pages.jsonl", published, {})

    def _holds(self, folder: Path, published: Published | None, page: str) -> bool:
        """Whether a page or a file beside it holds the person."""
        near = self._near(published, page)
        paths = (folder / page, *(folder / companion(page, suffix) for suffix in BESIDE))
        return any(path.is_file() and bool(found_in_file(path, self._traces, near=near)) for path in paths)

    def _near(self, published: Published | None, page: str) -> bool:
        """Whether a page may speak of the person's account."""
        line = published.lines.get(page.replace(".last.html", ".html"), {}) if published else {}
        account = line.get("subject", {}).get("account")
        return account is None or account in self.person.accounts

    def _certain(self, new: _New) -> bool:
        """Whether a page that was made again still holds what can only be this person."""
        contents = (new.content, *new.files.values())
        return any(found_in_content(one, self._traces, near=False) for one in contents)

    def _resting(self, published: Published, pages: list[str]) -> set[str]:
        """Pages that don't name the person but may count them, where making them again moves nothing else."""
        facts = published.facts
        if facts["load_id"] not in self.loads or changed_since(facts, self.book, self.options.get("notebooks")):
            return set()
        good = {page: line["subject"] for page, line in published.lines.items() if line["state"] in GOOD}
        about = {page for page, who in good.items() if who.get("account", "") in {"", *self.person.accounts}}
        return {page for page in pages if page in about or page.rsplit("/", 1)[-1] == "index.html"}

    def _again(self, published: Published, wanted: set[str]) -> dict[str, _New]:
        """Pages made again from the rewritten load, as far as they can be."""
        found = {}
        try:
            with beside(published, self.book, self.out, unmade=wanted) as again:
                lines = again.make(only=wanted, **self.options)
                told = {(one["page"], one["key"]): one["results"] for one in parsed_lines(again.results)}
                for page in wanted:
                    line = lines.get(page, {})
                    if line.get("state") in GOOD:
                        content = (again.edition / page).read_bytes()
                        files = {
                            suffix: (again.edition / companion(page, suffix)).read_bytes()
                            for suffix in line.get("files", {})
                        }
                        found[page] = _New(content, line, told.get((page, line["key"])), files)
                    elif page not in published.lines and (again.edition / page).is_file():
                        found[page] = _New((again.edition / page).read_bytes(), {})
        except (PublishError, BookError):
            return {}  # the load, a notebook or the edition itself is no more
        return found

    def _put(self, folder: Path, published: Published | None, page: str, new: _New, state: str) -> None:
        """Say in the ledger what a page is from now on, then put it in place: a run that is killed in between finds
        the old page still, and begins again."""
        before, sha256 = sha256_of(folder / page), hashlib.sha256(new.content).hexdigest()
        files = {suffix: hashlib.sha256(content).hexdigest() for suffix, content in new.files.items()}
        known = {} if published is None else {**published.files, **published.lines}.get(page, {})
        paths = {suffix: folder / companion(page, suffix) for suffix in BESIDE}
        moved = before != sha256 or any(sha256_of(path) != files.get(suffix, "") for suffix, path in paths.items())
        told = (known.get("sha256"), known.get("files", {})) == (sha256, files)
        if published is not None and moved and not told:
            what: dict[str, Any] = {"file": page}
            if page in published.lines:
                names = ("notebook", "subject", "key", "whole", "opportunity")
                what = {"page": page, **{name: new.line.get(name, known.get(name, "")) for name in names}}
                what |= {"reason": STUBBED if state == "failed" else "", "detail": "", "files": files}
            self._ledger.record(
                published.run_id,
                **what, state=state, sha256=sha256, was=before, day=self.day, person=self._hash,
            )  # fmt: skip
        if published is not None and page in published.lines:
            state_folder = self.out / OURS / f"{folder.parent.name}-{folder.name}"
            self._keep_results(state_folder / "pages.jsonl", published, {page: new})
        for suffix, path in paths.items():
            if suffix not in files:
                path.unlink(missing_ok=True)
            elif sha256_of(path) != files[suffix]:
                replace_page(path, new.files[suffix])
        if before != sha256:
            replace_page(folder / page, new.content)
        sync(folder / Path(page).parent)
        place = f"{folder.parent.name}/{folder.name}/{page}"
        if moved or known.get("person") == self._hash:
            (self.made if state == "erased" else self.stubbed).append(place)

    def _keep_results(self, path: Path, published: Published | None, new: dict[str, _New]) -> None:
        """Keep what pages recorded, but for those that hold the person, and those that are made anew."""
        lines = parsed_lines(path)
        kept = [
            line for line in lines if line["page"] not in new
            and not found_in_text(json.dumps(line["results"], ensure_ascii=False), self._traces,
                                  near=self._near(published, line["page"]))
        ]  # fmt: skip
        kept += [
            {"page": page, "key": one.line["key"], "results": one.results}
            for page, one in new.items()
            if one.results is not None
        ]
        if kept != lines:
            write(path, as_lines(kept))

    def _stub(self, published: Published | None, page: str) -> bytes:
        settings = read_settings(self.book)
        lang = lang_of(published.facts) if published else settings.locale
        words = Words(lang, currency=settings.currency)
        return erased_page(words, page).encode("utf-8")


def changed_since(facts: dict[str, Any], book: Path, notebooks: Path | None) -> list[str]:
    """What pages depend on and has changed since a run, beside its load: in words; empty: nothing.

    Parameters
    ----------
    facts : what the run says of itself.
    notebooks : folder of the notebooks; the project's own by default.
    """
    if "settings" not in facts or "notebooks" not in facts:
        return ["the run is older than the ledger's word on its notebooks and book.toml"]
    folder = notebooks or notebooks_folder()
    changed = ["the code"] * (facts["code"] != code_hash(folder))
    changed += ["book.toml"] * (facts["settings"] != settings_hash(book))
    try:
        now = {one.entry.name: one.sha256 for one in read_edition(folder, facts["edition"])}
    except PublishError:
        return [*changed, "the edition's notebooks, which cannot be read"]
    names = sorted(name for name in {*now, *facts["notebooks"]} if now.get(name) != facts["notebooks"].get(name))
    return changed + [f"the notebook {name}" for name in names]


def editions_in(out: Path) -> list[tuple[str, str]]:
    """The editions of a folder of reports, by day, oldest first."""
    folders = [path for path in out.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return sorted(((one.name, day) for one in folders for day in dates_of(one)), key=lambda one: one[::-1])
