"""A forgotten person leaves every page, and nothing else of what was published moves."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from accountbook.book import Book, Ledger, Tombstones
from accountbook.book.load import only_writer
from accountbook.publish import RunningElsewhere, forgetting
from accountbook.publish.edition import forgetting_lock, only_run
from accountbook.publish.files import slug
from accountbook.publish.forgetting import forget
from accountbook.publish.published import last_published

WORDS = ["P-1", "Anna", "O'Rossi", "O&#x27;Rossi", "O&#39;Rossi", "anna@prima.example", "1980-03-12"]
AUGUST = pd.Timestamp("2026-08-31")


def now() -> datetime:
    return datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def forget_anna(desk, **options):
    return forget(desk.book, "P-1", outs=[desk.out], now=now, **desk.options, **options)


def holding(root: Path) -> list[str]:
    """Every file below a folder that holds a word of the person's; of Parquet every cell."""
    found = []
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        if path.suffix == ".parquet":
            columns = [column.to_pylist() for column in pq.read_table(path).columns]
            text = "\n".join(str(value) for column in columns for value in column)
        else:
            text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.name}: {word}" for word in WORDS if word in text]
    return found


@pytest.fixture
def out_twice(named):
    """The edition of August and that of October."""
    named.publish(as_of=AUGUST, now=now)
    named.publish(now=now)
    return named


def test_A15_no_byte_of_the_person_is_left_in_the_book_or_the_reports(out_twice):
    desk = out_twice
    assert {line.split(":")[0] for line in holding(desk.out)} >= {"index.html", "pages.jsonl"}
    before = {path.relative_to(desk.out): path.read_bytes() for path in desk.out.rglob("*.html")}
    done = forget_anna(desk)
    assert holding(desk.out) == []
    assert holding(desk.book) == []
    assert done.left == () and done.stubbed == ()
    # per edition: the plan of 007, the count of people, the company's index and that of team South
    assert len(done.made) == 8
    after = {path.relative_to(desk.out): path.read_bytes() for path in desk.out.rglob("*.html")}
    changed = {f"reports/{path.as_posix()}" for path in before if after[path] != before[path]}
    assert changed - set(done.made) == set() and set(before) == set(after)
    assert b"known: Bruno Verdi." in desk.pages()[desk.plan("007")]
    assert b"known: Carla Neri." in desk.pages()[desk.plan("NA")]
    assert b"2 people" in desk.pages()["people/people.html"]
    assert Book.open(desk.book, "2026-10-31").order_days()["amount"].sum() == 6_000 + 900 + 50_100


def test_the_ledger_keeps_what_a_page_was_and_says_what_it_is_since(out_twice):
    desk = out_twice
    page = desk.plan("007")
    before = last_published(Ledger(desk.book), "monthly", "2026-10-31").lines[page]
    forget_anna(desk)
    published = last_published(Ledger(desk.book), "monthly", "2026-10-31")
    line = published.lines[page]
    assert (line["state"], line["was"], line["day"]) == ("erased", before["sha256"], "2026-11-02")
    lines = [one for one in Ledger(desk.book).run(published.run_id) if one.get("page") == page]
    assert [one["state"] for one in lines] == ["ok", "erased"]
    assert published.files["index.html"]["state"] == "erased"
    stones = Tombstones(desk.book).lines()
    assert [one["state"] for one in stones] == ["begun", "done"]
    assert stones[1]["counts"] == {"rows": 1, "references": 1, "texts": 1}
    assert f"reports/monthly/2026-10-31/{page}" in stones[1]["pages"]
    # who publishes again finds the pages as they are now
    again = desk.publish()
    assert (again.ok, again.skipped) == (0, 4)
    assert holding(desk.out) == []


def test_again_there_is_nothing_to_do_and_an_unknown_contact_is_refused(out_twice):
    from accountbook.book.forgetting import UnknownContact

    forget_anna(out_twice)
    assert forget_anna(out_twice).already
    with pytest.raises(UnknownContact, match="did you mean P-"):
        forget(out_twice.book, "P-9", outs=[], now=now)


def test_F9_a_load_or_a_publish_under_way_is_waited_for(named):
    from accountbook.book import BookLocked

    named.publish()
    with only_writer(named.book), pytest.raises(BookLocked):
        forget_anna(named)
    lock = named.out / ".accountbook" / f"{slug('monthly')}.lock"
    with only_run(lock, "monthly"), pytest.raises(RunningElsewhere):
        forget_anna(named)
    assert Tombstones(named.book).lines() == []


def test_F9_a_publish_that_begins_in_the_same_moment_is_met(named, monkeypatch):
    named.publish()
    new, find = named.out.with_name("new"), forgetting._folders

    def begun_just_before(ledger, outs):
        (new / ".accountbook").mkdir(parents=True)
        ledger.start_run("monthly-2026-10-31-0002", edition="monthly", as_of="2026-10-31", out=str(new))
        held.enter_context(only_run(new / ".accountbook" / f"{slug('monthly')}.lock", "monthly"))
        return find(ledger, outs)

    held = ExitStack()
    with held, monkeypatch.context() as patch:
        patch.setattr(forgetting, "_folders", begun_just_before)
        with pytest.raises(RunningElsewhere, match="another run of monthly"):
            forget_anna(named)
    assert holding(named.book) != [] and Tombstones(named.book).lines() == []


def test_F9_a_publish_that_begins_while_somebody_is_forgotten_waits_or_begins_again(named):
    named.publish()
    lock = forgetting_lock(named.book)
    with only_run(lock, "forget"), pytest.raises(RunningElsewhere, match=r"somebody is being forgotten from .*; wait"):
        named.publish(out=named.out.with_name("later"))
    assert named.runs()[-1]["state"] == "interrupted"

    def forgotten_meanwhile(_):
        Tombstones(named.book).put("P-9", state="begun", day="2026-11-02")

    with pytest.raises(RunningElsewhere, match=r"somebody was forgotten from .* just now; publish again"):
        named.publish(out=named.out.with_name("later"), first=forgotten_meanwhile)
    assert not (named.out.with_name("later") / "monthly").exists()
    assert named.publish(out=named.out.with_name("later")).ok
    with only_writer(named.book):  # a load is no hindrance
        assert named.publish().exit_code == 0


def test_a_page_that_cannot_be_made_again_becomes_a_stub_that_says_so(named):
    named.publish()
    page, index = named.plan("007"), named.pages()["index.html"]
    shutil.rmtree(named.notebooks)
    named.notebooks.mkdir()
    done = forget_anna(named)
    assert f"reports/monthly/2026-10-31/{page}" in done.stubbed
    assert b"was forgotten" in named.pages()[page]
    assert named.pages()["index.html"] != index
    assert holding(named.out) == [] and done.left == ()
    line = last_published(Ledger(named.book), "monthly", "2026-10-31").lines[page]
    assert (line["state"], line["reason"]) == ("failed", "erased")


def test_a_file_that_is_none_of_ours_makes_it_fail_loudly_and_it_goes_on_when_that_is_mended(named):
    named.publish()
    alien = named.out / "monthly" / "2026-10-31" / "note.txt"
    alien.write_text("call Anna O'Rossi", encoding="utf-8")
    done = forget_anna(named)
    assert done.left == (f"{alien} (name)",)
    assert Tombstones(named.book).state("P-1") == "begun"
    alien.unlink()
    assert forget_anna(named).left == ()
    assert Tombstones(named.book).state("P-1") == "done"
    assert holding(named.book) == []


def test_a_namesake_at_another_account_stays(named, make_book):
    from accountbook.tables import TABLES

    people = pd.concat(
        [
            Book.open(named.book, "2026-10-31").table("contacts"),
            TABLES["contacts"].frame([{"contact_id": "P-4", "account_id": "NA", "name": "Anna O'Rossi"}]),
        ],
        ignore_index=True,
    ).astype(TABLES["contacts"].dtypes)
    shutil.rmtree(named.book)
    make_book(named.book, contacts=people)
    named.publish()
    done = forget_anna(named)
    assert done.left == ()
    assert "Anna O&#39;Rossi" in named.pages()[named.plan("NA")].decode()
    assert "Anna" not in named.pages()[named.plan("007")].decode()
    assert any("contacts.name (account NA)" in place for place in done.namesakes)


KILLED = """
import importlib.util, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
spec = importlib.util.spec_from_file_location("tiny_desk", sys.argv[6])
tiny = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = tiny
spec.loader.exec_module(tiny)
from accountbook.publish.forgetting import forget
book, out, notebooks, left = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])

def count(event, arguments):
    # every file of ours takes its place by a rename: a kill before each of them is a kill between any two steps
    global left
    if event == "os.rename" and str(arguments[1]).startswith(sys.argv[5]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
forget(book, "P-1", outs=[out], notebooks=notebooks, now=lambda: datetime(2026, 11, 2, tzinfo=UTC),
       executor=lambda _: tiny.Inline())
from accountbook.publish import worker
worker.end()
"""


def tree(root: Path) -> dict[str, object]:
    """Everything that lies below a folder, comparable: Parquet by its cells, JSON without run numbers."""
    found: dict[str, object] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".parquet":
            found[name] = pq.read_table(path).to_pydict()
        elif path.name == "pages.jsonl":
            found[name] = sorted(path.read_text(encoding="utf-8").splitlines())
        elif path.suffix == ".jsonl":
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
            found[name] = sorted(json.dumps({**line, "pages": sorted(line.get("pages", []))}) for line in lines)
        else:
            found[name] = path.read_bytes()
    return found


def test_F8_killed_between_any_two_steps_and_run_again_it_comes_to_the_same_end(named, tmp_path):
    named.publish(now=now)
    desk, script = named, tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    Tombstones(desk.book)._folder.mkdir(exist_ok=True)
    (desk.book / "ledger" / "erased.key").write_text("00" * 32, encoding="ascii")
    saved = tmp_path / "saved"
    for name in ("book", "reports"):
        shutil.copytree(tmp_path / name, saved / name, symlinks=True)

    def run(after: int) -> int:
        words = [desk.book, desk.out, desk.notebooks, after, tmp_path, Path(__file__).parent / "conftest.py"]
        return subprocess.run([sys.executable, script, *map(str, words)], check=False).returncode

    assert run(0) == 0
    whole = {name: tree(tmp_path / name) for name in ("book", "reports")}
    for name in ("book", "reports"):
        shutil.rmtree(tmp_path / name)
        shutil.copytree(saved / name, tmp_path / name, symlinks=True)
    kills = [2, 6, 11]
    assert [run(after) for after in kills] == [-signal.SIGKILL] * len(kills)
    assert run(0) == 0
    assert {name: tree(tmp_path / name) for name in ("book", "reports")} == whole
    assert holding(desk.out) == [] and holding(desk.book) == []
    assert not [path for path in (desk.out / ".accountbook").glob("again-*")]
