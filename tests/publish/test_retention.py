"""What is kept, and for how long; the day is handed over."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from accountbook.book import Ledger
from accountbook.publish.published import last_published
from accountbook.publish.retention import purge
from accountbook.publish.verification import verify


def at(day: str):
    moment = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    return lambda: moment


def keep(desk, **values: int) -> None:
    toml = desk.book / "book.toml"
    lines = "\n".join(f"{name} = {value}" for name, value in values.items())
    toml.write_text(toml.read_text(encoding="utf-8").replace("# [keep]", f"[keep]\n{lines}"), encoding="utf-8")


@pytest.fixture
def months(plans):
    """The editions of July, August and October, published each a few days after."""
    for day, printed in [("2026-07-31", "2026-08-03"), ("2026-08-31", "2026-09-03"), ("2026-10-31", "2026-11-03")]:
        plans.publish(as_of=pd.Timestamp(day), now=at(printed))
    return plans


def there(desk) -> list[str]:
    return sorted(path.name for path in (desk.out / "monthly").iterdir() if not path.is_symlink())


def test_A15_without_a_word_in_book_toml_editions_are_kept_for_ever(months):
    assert purge("monthly", months.book, out=months.out, today=date(2066, 1, 1)).editions == ()
    assert there(months) == ["2026-07-31", "2026-08-31", "2026-10-31"]


def test_A15_editions_are_kept_as_long_as_book_toml_says_and_the_ledger_keeps_its_word(months):
    keep(months, editions_months=3)
    done = purge("monthly", months.book, out=months.out, today=date(2026, 10, 31))
    assert done.editions == ()  # 31 July is not older than three months on 31 October
    done = purge("monthly", months.book, out=months.out, today=date(2026, 11, 1))
    assert done.editions == ("2026-07-31",)
    assert there(months) == ["2026-08-31", "2026-10-31"]
    assert not list((months.out / ".accountbook").glob("*2026-07-31*"))
    gone = last_published(Ledger(months.book), "monthly", "2026-07-31")
    assert (gone.removed, len(gone.lines)) == ("2026-11-01", 3)
    # no link leads to it, and the text of the link stays
    index = (months.out / "monthly" / "2026-08-31" / "index.html").read_text(encoding="utf-8")
    assert "2026-07-31/" not in index and "July" in index
    assert "2026-08-31/" in (months.edition / "index.html").read_text(encoding="utf-8")
    # what was made plain text is plain text when it is made again
    found = verify("monthly", months.book, pd.Timestamp("2026-08-31"), out=months.out, **months.options)
    assert (found.exit_code, set(found.pages.values()), found.changed) == (0, {"same"}, ())


def test_A15_the_newest_edition_is_never_removed(months):
    keep(months, editions_months=1)
    done = purge("monthly", months.book, out=months.out, today=date(2036, 1, 1))
    assert done.editions == ("2026-07-31", "2026-08-31")
    assert there(months) == ["2026-10-31"]
    assert (months.out / "monthly" / "latest" / "index.html").exists()


def test_A15_a_publish_ends_with_it_and_leaves_what_it_has_just_made(months):
    keep(months, editions_months=2)
    months.publish(as_of=pd.Timestamp("2026-06-30"), now=at("2026-11-04"))
    assert there(months) == ["2026-06-30", "2026-10-31"]


def test_A15_a_stub_does_not_lead_to_a_last_good_page_that_is_gone(months, notebook):
    import nbformat

    nbformat.write(notebook("assert account != '007'"), months.notebooks / "account_plan.ipynb")
    months.publish(as_of=pd.Timestamp("2026-10-01"), now=at("2026-11-04"))
    stub = months.out / "monthly" / "2026-10-01" / months.plan("007")
    assert 'href="../../../2026-08-31/' in stub.read_text(encoding="utf-8")
    keep(months, editions_months=1)
    done = purge("monthly", months.book, out=months.out, today=date(2026, 10, 15))
    assert done.editions == ("2026-07-31", "2026-08-31")
    text = stub.read_text(encoding="utf-8")
    assert "2026-08-31/" not in text and "The last good one is of 31" in text


def test_A15_notebooks_of_failed_pages_go_after_a_week(months, notebook):
    import nbformat

    nbformat.write(notebook("assert account != '007'"), months.notebooks / "account_plan.ipynb")
    months.publish(now=at("2026-11-04"))
    (kept,) = (months.out / ".accountbook").rglob("failed/*/*.ipynb")
    written = datetime(2026, 11, 4, 12, 0).timestamp()
    os.utime(kept, (written, written))
    assert purge("monthly", months.book, out=months.out, today=date(2026, 11, 11)).notebooks == 0
    assert purge("monthly", months.book, out=months.out, today=date(2026, 11, 12)).notebooks == 1
    assert not kept.exists()
