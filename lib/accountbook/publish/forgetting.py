"""``forget``: a person taken out of a book and of everything published from it.

The tombstone comes first and says that it began; a note holds whom to look for until nothing is left. Whatever kills
the run, running it again comes to the same end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from accountbook.book import Ledger, Tombstones
from accountbook.book.entry_files import entries_left, rewrite_entries
from accountbook.book.forgetting import (
    UnknownContact,
    counts_in,
    find_person,
    left_in,
    load_ids,
    look_alikes,
    rewrite_ledger,
    rewrite_load,
)
from accountbook.book.load import only_writer
from accountbook.publish.edition import forgetting_lock, only_run
from accountbook.publish.erasing import Erasing, editions_in
from accountbook.publish.files import OURS, make_folder, slug


@dataclass(frozen=True)
class Forgotten:
    """What `forget` did.

    Attributes
    ----------
    already : the person was forgotten before, and nothing was left to do.
    loads : the loads that were rewritten.
    counts : rows, references, texts, rejected and flags that were taken out of them.
    ledger : files of the ledger that were rewritten.
    made, stubbed : pages made again without the person, and those that a stub stands for, with their folder.
    left : places that still hold the person; empty where all went well.
    namesakes : places that say the same name of somebody or something else, and stay.
    look_alikes : numbers of contacts that look like the same person.
    absent : folders of reports that the ledger names and that are not there any more.
    """

    already: bool = False
    loads: tuple[str, ...] = ()
    counts: Counter[str] | None = None
    ledger: int = 0
    made: tuple[str, ...] = ()
    stubbed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    namesakes: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def forget(
    book: Path, contact_id: str, *, outs: Sequence[Path] = (), now: Callable[[], datetime], **options: Any
) -> Forgotten:
    """Take a person out of a book's loads, its ledger and everything published from it.

    Parameters
    ----------
    book : folder of the book.
    contact_id : number of the contact.
    outs : folders of reports, beside those that the ledger names.
    now : the clock, for the tombstone.
    options : notebooks, workers, engine, seconds, executor, console of `publish_edition`.

    Raises
    ------
    UnknownContact
        If no load has such a contact; the nearest numbers are named.
    BookLocked, RunningElsewhere
        If a load or a publish is under way; nothing was changed.
    """
    book, day = Path(book).absolute(), f"{now():%Y-%m-%d}"
    stones, ledger = Tombstones(book), Ledger(book)
    with ExitStack() as held:
        held.enter_context(only_writer(book))
        # from here on a run that begins finds us; those that began before we find in the ledger
        held.enter_context(only_run(forgetting_lock(book), "forget"))
        there, absent = _folders(ledger, outs)
        for out in there:
            held.enter_context(_nothing_published(ledger, out))
        begun = stones.state(contact_id)
        try:
            person = find_person(book, contact_id)
        except UnknownContact:
            if begun == "done":
                return Forgotten(already=True)
            raise
        alike = look_alikes(book, person)
        if begun != "begun":
            stones.put(contact_id, state="begun", day=day)
        note = stones.note(contact_id)
        # a load that came since a run was killed is rewritten like the others
        known = note["loads"] if note else {}
        plan = {one: known[one] if one in known else counts_in(book, one, person) for one in load_ids(book)}
        stones.keep_note(person, loads=plan)
        for load_id, counts in plan.items():
            rewrite_load(book, load_id, person, counts, day=day)
        rewrite_entries(book, person)
        touched = frozenset(load_id for load_id, counts in plan.items() if counts)
        rewritten = rewrite_ledger(book, person)
        erasings = [Erasing(book, out, person, touched, day, options) for out in there]
        for erasing in erasings:
            erasing.run()
        left, namesakes = left_in(book, person)
        left += entries_left(book, person)
        told = _told(namesakes)
        for one in (one for erasing in erasings for one in erasing.left()):
            # a name that the rewritten loads still say is somebody else's, or the company's own
            said = set().union(*namesakes.values()) if namesakes else set()
            explained = one.kinds == {"name"} and bool(said if one.account is None else said & {"", one.account})
            (told if explained else left).append(f"{one.path} ({', '.join(sorted(one.kinds))})")
        made = [f"{one.out.name}/{page}" for one in erasings for page in one.made]
        stubbed = [f"{one.out.name}/{page}" for one in erasings for page in one.stubbed]
        total = sum((Counter(counts) for counts in plan.values()), Counter())
        if not left:
            facts = {"loads": sorted(touched), "counts": dict(total), "pages": made, "stubs": stubbed}
            stones.put(contact_id, state="done", day=day, **facts)
            stones.drop_note(contact_id)
    return Forgotten(
        loads=tuple(sorted(touched)), counts=total, ledger=rewritten, made=tuple(made), stubbed=tuple(stubbed),
        left=tuple(left), namesakes=tuple(told), look_alikes=tuple(alike), absent=tuple(map(str, absent)),
    )  # fmt: skip


@contextmanager
def _nothing_published(ledger: Ledger, out: Path) -> Iterator[None]:
    """Let nobody publish into a folder of reports, nor mail what is there."""
    named = {run["edition"] for run in ledger.runs() if "edition" in run}
    with ExitStack() as held:
        for edition in sorted(named | {edition for edition, _ in editions_in(out)}):
            held.enter_context(only_run(make_folder(out / OURS) / f"{slug(edition)}.lock", edition))
        held.enter_context(only_run(out / OURS / "mail.lock", "the owners' mail"))
        yield


def _folders(ledger: Ledger, outs: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Folders of reports that are there, and those that the ledger names and that are not.

    Runs before the ledger kept the folder went, as far as anybody knows, to ``reports``. Where all runs name theirs,
    a ``reports`` that happens to lie here may be another book's: it is left alone unless it is asked for.
    """
    runs = ledger.runs()
    named = {Path(run["out"]) for run in runs if run.get("out")}
    if any("out" not in run for run in runs) and Path("reports").is_dir():
        named.add(Path("reports").absolute())
    folders = sorted(named | {Path(out).absolute() for out in outs})
    return [one for one in folders if one.is_dir()], [one for one in folders if not one.is_dir()]


def _told(namesakes: dict[str, set[str]]) -> list[str]:
    """Where a rewritten book still says the name, and of whose rows."""
    return [
        f"{place} (account {', '.join(sorted(who - {''})[:5])})" if who - {""} else place
        for place, who in namesakes.items()
    ]
