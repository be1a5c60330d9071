"""The edition as readers and the ledger see it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import stat
import threading

import pandas as pd
import pytest

from accountbook.publish import PublishError


def test_pages_lie_in_their_team_s_folder_and_accounts_nobody_answers_for_in_the_company_s(plans, pages_of_plans):
    outcome = plans.publish()
    assert (outcome.ok, outcome.skipped, outcome.failed, outcome.exit_code) == (3, 0, 0, 0)
    assert outcome.path == plans.edition
    assert outcome.index == plans.out / "monthly" / "latest" / "index.html"
    # S-1 of South never ordered and has no deal and no contact: it is not active
    assert sorted(plans.pages()) == sorted(pages_of_plans)


@pytest.fixture
def pages_of_plans() -> list[str]:
    def named(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:10]

    north, south = f"North-{named('North')}", f"South-{named('South')}"
    return [
        "index.html",
        f"account_plan/A-17-{named('A/17')}.html",
        f"{north}/index.html",
        f"{north}/account_plan/NA-{named('NA')}.html",
        f"{south}/index.html",
        f"{south}/account_plan/007-{named('007')}.html",
    ]


def test_a_page_shows_what_its_cells_computed_for_its_own_account(plans):
    plans.publish()
    text = plans.pages()[plans.plan("007")].decode()
    assert "6 order days of 007" in text
    assert "Order days" in text  # the label above it
    assert "here.order_days" not in text  # no code


def test_a_team_s_index_names_that_team_s_accounts_only(plans):
    plans.publish()
    pages = plans.pages()
    south = next(text.decode() for page, text in pages.items() if page.startswith("South") and "index" in page)
    assert "N 007" in south
    for foreign in ("N NA", "N A/17", "North"):
        assert foreign not in south
    company = pages["index.html"].decode()
    assert all(name in company for name in ("N 007", "N NA", "N A/17"))


def test_rerunning_skips_what_is_unchanged_and_gives_the_same_bytes(plans, notebook):
    plans.publish()
    first, inodes = plans.pages(), {page: (plans.edition / page).stat().st_ino for page in plans.pages()}
    again = plans.publish()
    assert (again.ok, again.skipped) == (0, 3)
    assert plans.pages() == first
    page = plans.plan("007")
    assert (plans.edition / page).stat().st_ino == inodes[page]
    (plans.edition / page).write_bytes(b"spoilt")
    mended = plans.publish()
    assert (mended.ok, mended.skipped) == (1, 2)
    assert plans.pages() == first
    changed = plans.publish(lang="en", as_of=pd.Timestamp("2026-10-30"))
    assert changed.ok == 3


def test_a_changed_setting_or_notebook_is_run_again(plans):
    plans.publish()
    toml = plans.book / "book.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8").replace("[thresholds]", "[thresholds]\nrisk = 0.3"), encoding="utf-8"
    )
    assert plans.publish().ok == 3
    path = plans.notebooks / "account_plan.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("order days of", "days with orders of"), encoding="utf-8")
    assert plans.publish().ok == 3
    assert b"6 days with orders of 007" in plans.pages()[plans.plan("007")]


def test_one_account_again_leaves_the_others_of_the_edition_in_it(plans):
    plans.publish()
    before = plans.pages()
    outcome = plans.publish(accounts=["007"])
    assert (outcome.ok, outcome.skipped) == (0, 3)
    assert plans.pages() == before
    assert sorted(plans.publish(top=1).path.rglob("account_plan/*.html")) == [plans.edition / plans.plan("007")]


def test_latest_leads_to_the_newest_day_and_never_back(plans):
    plans.publish()
    september = plans.publish(as_of=pd.Timestamp("2026-09-30"))
    assert september.index == plans.out / "monthly" / "2026-09-30" / "index.html"
    link = plans.out / "monthly" / "latest"
    assert link.is_symlink()
    assert str(link.readlink()) == "2026-10-31"


def test_A13_pages_are_for_the_publisher_and_a_team_s_group_only(plans):
    import grp
    import os

    group = grp.getgrgid(os.getgid()).gr_name
    toml = plans.book / "book.toml"
    toml.write_text(f'{toml.read_text(encoding="utf-8")}\n[teams]\nSouth = "{group}"\n', encoding="utf-8")
    plans.publish()
    modes = {
        path.relative_to(plans.edition).as_posix(): stat.S_IMODE(path.lstat().st_mode)
        for path in plans.edition.rglob("*")
    }
    south = {page: mode for page, mode in modes.items() if page.startswith("South")}
    assert {mode for page, mode in south.items() if page.endswith(".html")} == {0o640}
    assert {mode for page, mode in south.items() if not page.endswith(".html")} == {0o750}
    others = {page: mode for page, mode in modes.items() if page not in south}
    assert {mode for page, mode in others.items() if page.endswith(".html")} == {0o600}
    assert {mode for page, mode in others.items() if not page.endswith(".html")} == {0o700}
    # the group passes through the folders above its own, and cannot list them
    above = [plans.out / "monthly", plans.edition]
    assert {stat.S_IMODE(path.stat().st_mode) for path in above} == {0o711}


def test_a_group_that_the_system_lacks_stops_before_anything_runs(plans):
    toml = plans.book / "book.toml"
    toml.write_text(f'{toml.read_text(encoding="utf-8")}\n[teams]\nSouth = "no-such-group"\n', encoding="utf-8")
    with pytest.raises(PublishError, match="group 'no-such-group', which this system does not have"):
        plans.publish()
    assert not plans.edition.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"accounts": ["7"]}, "no account '7' was known as of 2026-10-31; did you mean 007"),
        ({"teams": ["East"]}, "no account belongs to team 'East'; teams are 'North', 'South'"),
        ({"engine": "magic"}, "no engine 'magic'"),
    ],
)
def test_bad_input_is_told_and_nothing_is_published(plans, options, words):
    with pytest.raises(PublishError, match=words):
        plans.publish(**options)
    assert not plans.edition.exists()


def test_the_index_ranks_who_needs_a_call(plans):
    from accountbook.book import Book
    from accountbook.display import Words
    from accountbook.publish.editions import read_edition
    from accountbook.publish.index import rows_of
    from accountbook.publish.job import Done
    from accountbook.publish.places import pages_of
    from accountbook.publish.selection import choose

    book = Book.open(plans.book, pd.Timestamp("2026-10-31"))
    [plan] = read_edition(plans.notebooks, "monthly")
    results = {
        "007": {"needs_call": True, "attention_order": [2, "007"], "next_day": "2026-11-12", "risk": None},
        "A/17": {"needs_call": True, "attention_order": [1, "A/17"], "name": "Terza"},
        "NA": {"needs_call": False, "attention_order": [0, "NA"], "href": "javascript:x"},
    }
    done = [
        (page, Done(page.address, "ok", results=results[page.who.account_id])) for page in pages_of(plan, choose(book))
    ]
    rows = {row.account_id: row for row in rows_of(done, Words("en"), base="", last={})}
    assert {name: row.attention for name, row in rows.items()} == {"007": 2, "A/17": 1, "NA": 0}
    assert rows["007"].next_day == pd.Timestamp("2026-11-12")
    assert rows["NA"].href.startswith("North-")


def test_the_index_s_finding_says_how_many_and_what_the_month_brought():
    from accountbook.display import IndexRow, Words
    from accountbook.publish.summary import finding_of

    t, day = Words("en", currency="EUR"), pd.Timestamp("2026-10-31")
    rows = [
        IndexRow(account_id="1", name="A", months=[0.0] * 11 + [40e3] + [0.0] * 11 + [90e3], attention=1),
        IndexRow(account_id="2", name="B", months=[0.0] * 11 + [60e3] + [0.0] * 11 + [25e3]),
    ]
    brought = "October brought EUR 115k, 15% more than a year before"
    assert finding_of(rows, t, day) == f"1 of 2 accounts needs a call; {brought}"
    less = [dataclasses.replace(row, months=[*row.months[:-1], 10000.0]) for row in rows]
    assert finding_of(less, t, day).endswith("October brought EUR 20k, 80% less than a year before")
    # a month that is not over, or a young company, is not compared
    assert finding_of(rows, t, pd.Timestamp("2026-10-30")) == "1 of 2 accounts needs a call"
    assert finding_of([dataclasses.replace(rows[1], months=[1.0])], t, day) == "0 of 1 accounts need a call"


def test_company_notebooks_run_first_and_their_predictions_reach_the_slices(desk, notebook):
    keep = (
        "here.ledger.write_predictions('toys', pd.DataFrame({'account_id': ['007', 'NA'], 'p': [.25, .75]}),"
        " load_id=here.load_id, as_of=here.as_of, code='c1')"
    )
    before = (
        "here.ledger.write_predictions('toys', pd.DataFrame({'account_id': ['NA'], 'p': [.5]}),"
        " load_id=here.load_id, as_of=here.as_of - pd.Timedelta(days=31), code='c0')"
    )
    read = (
        "found = here.ledger.predictions('toys', load_id=here.load_id, as_of=here.as_of)\n"
        "block(f'p is {list(found.p)}')"
    )
    desk.put("account_plan", notebook(read), order=1)
    desk.put("first", notebook("import pandas as pd", keep, before, unit="company"), unit="company", order=2)
    assert desk.publish(accounts=["007", "NA"]).failed == 0
    assert b"p is [0.25]" in desk.pages()[desk.plan("007")]
    assert b"p is [0.75]" in desk.pages()[desk.plan("NA")]
    assert "first/first.html" in desk.pages()
    assert desk.publish(accounts=["007", "NA"]).ok == 0
    # another month's predictions are none of its business, an earlier one's are
    assert desk.publish(accounts=["007"], as_of=pd.Timestamp("2027-01-31")).ok == 2
    assert desk.publish(accounts=["007", "NA"]).ok == 0
    assert desk.publish(accounts=["007"], as_of=pd.Timestamp("2026-09-30")).ok == 2
    assert desk.publish(accounts=["007", "NA"]).ok == 3  # the slices hold them too
    # where the predictions are gone, the notebook that makes them is run again
    for path in (desk.book / "ledger" / "predictions").rglob("*.parquet"):
        path.unlink()
    again = desk.publish(accounts=["007", "NA"])
    assert "first/first.html" not in {line["page"] for line in desk.lines() if line["state"] == "skipped"}
    assert again.failed == 0


def test_F10_readers_never_find_half_an_edition(plans):
    plans.publish()
    seen, torn, stop = 0, [], threading.Event()
    link = plans.out / "monthly" / "latest"
    page = plans.plan("007")

    def read() -> None:
        nonlocal seen
        while not stop.is_set():
            for name in ("index.html", page):
                text = (link / name).read_text(encoding="utf-8")
                seen += 1
                if not text.rstrip().endswith("</html>"):
                    torn.append(name)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        path = plans.notebooks / "account_plan.ipynb"
        for word in ("first", "second", "third"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("# Tiny plan", f"# Tiny plan {word}"), encoding="utf-8")
            assert plans.publish().ok == 3
    finally:
        stop.set()
        reader.join()
    assert seen > 50
    assert torn == []


def test_the_ledger_knows_numbers_and_hashes_and_nobody_s_name(plans):
    plans.publish()
    run = plans.runs()[-1]
    assert (run["edition"], run["as_of"], run["state"], run["ok"], run["failed"]) == (
        "monthly",
        "2026-10-31",
        "ok",
        3,
        0,
    )
    line = next(line for line in plans.lines() if line["subject"] == {"account": "007"})
    assert line["state"] == "ok"
    assert line["sha256"] == hashlib.sha256(plans.pages()[line["page"]]).hexdigest()
    text = "".join(path.read_text(encoding="utf-8") for path in (plans.book / "ledger" / "runs").iterdir())
    assert "S.r.l." not in text
    assert "Ugo" not in text
    recorded = plans.out / ".accountbook" / "monthly-2026-10-31" / "pages.jsonl"
    assert stat.S_IMODE(recorded.stat().st_mode) == 0o600
    assert {json.loads(line)["results"]["name"] for line in recorded.read_text().splitlines()} == {
        "N 007",
        "N NA",
        "N A/17",
    }


def test_nothing_is_left_on_the_building_site(plans):
    plans.publish()
    left = sorted(path.name for path in (plans.out / ".accountbook" / "monthly-2026-10-31").iterdir())
    assert left == ["pages.jsonl"]


def test_the_ledger_says_when_only_if_it_is_handed_a_clock(plans):
    from datetime import UTC, datetime

    plans.publish()
    assert not {"started", "ended"} & {*plans.runs()[-1]}
    plans.publish(now=lambda: datetime(2026, 11, 1, 8, 30, tzinfo=UTC))
    run = plans.runs()[-1]
    assert run["started"] == run["ended"] == "2026-11-01T08:30:00+00:00"


def test_where_nothing_changed_no_worker_is_started(desk, notebook):
    desk.put("account_plan", notebook("block('x')"))
    desk.put("first", notebook("block('y')", unit="company"), unit="company", order=1)
    desk.put("team_page", notebook("block('z')", unit="team", results="results(team=team)"), unit="team")

    def none(workers: int):
        raise AssertionError("a worker was started")

    assert desk.publish().failed == 0
    first = desk.pages()
    again = desk.publish(executor=none)
    assert (again.ok, again.skipped, desk.pages() == first) == (0, 6, True)
    # a run that was taken over is as good to build upon as one that was made
    assert desk.publish(executor=none).skipped == 6
    # new predictions may be in a slice
    with pytest.raises(AssertionError, match="a worker was started"):
        _with_prediction(desk, none)


def _with_prediction(desk, executor) -> None:
    from accountbook.book import Book

    book = Book.open(desk.book, pd.Timestamp("2026-10-31"))
    toys = pd.DataFrame({"account_id": ["007"], "p": [0.5]})
    book.ledger.write_predictions("toys", toys, load_id=book.load_id, as_of=book.as_of, code="c1")
    desk.publish(executor=executor)
