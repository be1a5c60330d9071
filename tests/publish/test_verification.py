"""An edition made again and held against what lies there: every page's state is told, and nothing is touched."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from accountbook.book import Ledger
from accountbook.publish import PublishError
from accountbook.publish.forgetting import forget
from accountbook.publish.verification import verify

AS_OF = pd.Timestamp("2026-10-31")


def now() -> datetime:
    return datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def check(desk, as_of=AS_OF):
    return verify("monthly", desk.book, as_of, out=desk.out, **desk.options)


def files(*roots) -> dict:
    """Everything below folders but locks: content and inode."""
    paths = [path for root in roots for path in root.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {path: (path.read_bytes(), path.stat().st_ino) for path in paths}


def test_an_untouched_edition_is_the_same_from_its_own_load_and_nothing_of_it_changes(plans, make_book):
    plans.publish(as_of=pd.Timestamp("2026-09-30"), now=now)
    plans.publish(now=now)
    make_book(plans.book, exported_on="2026-11-05")  # a later load is not the one that the edition was made from
    first = plans.runs()[-1]["load_id"]
    before = files(plans.book, plans.out)
    found = check(plans)
    assert (set(found.pages.values()), found.exit_code, found.changed) == ({"same"}, 0, ())
    assert sorted(found.pages) == sorted(plans.pages())
    assert found.load_id == first
    assert files(plans.book, plans.out) == before


def test_a_page_that_differs_is_missing_or_a_stub_is_called_so(plans, notebook):
    import nbformat

    cell = "import pathlib\nassert account != 'NA' or pathlib.Path('mended').exists()\nblock(account)"
    nbformat.write(notebook(cell), plans.notebooks / "account_plan.ipynb")
    plans.publish()
    south, alone, north = plans.plan("007"), plans.plan("A/17"), plans.plan("NA")
    (plans.edition / south).write_bytes(b"spoilt")
    (plans.edition / alone).unlink()
    (plans.notebooks / "mended").touch()
    found = check(plans)
    assert {page: state for page, state in found.pages.items() if "index" not in page} == {
        south: "changed in its place",
        alone: "missing",
        north: "failed then",
    }
    assert found.exit_code == 1


def test_what_changed_since_is_told(plans):
    plans.publish()
    path = plans.notebooks / "account_plan.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("order days of", "days with orders of"), encoding="utf-8")
    toml = plans.book / "book.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("[thresholds]", "[thresholds]\nrisk = 0.3"), "utf-8")
    found = check(plans)
    assert found.changed == ("book.toml", "the notebook account_plan")
    assert found.pages[plans.plan("007")] == "differs"


def test_only_the_pages_that_the_edition_has_are_made_again(plans):
    plans.publish(accounts=["007"])
    found = check(plans)
    assert (sorted(found.pages), found.exit_code) == (sorted(plans.pages()), 0)
    plans.publish(accounts=["NA"])
    found = check(plans)
    assert plans.plan("NA") in found.pages and plans.plan("007") in found.pages
    assert (sorted(found.pages), found.exit_code) == (sorted(plans.pages()), 0)


def test_where_somebody_was_forgotten_a_page_is_erased_since_and_equals_the_rewritten_one(named):
    named.publish(now=now)
    forget(named.book, "P-1", outs=[named.out], now=now, **named.options)
    found = check(named)
    assert found.exit_code == 0, found.pages
    south = named.plan("007").split("/")[0]
    assert {page for page, state in found.pages.items() if state == "erased since"} == {
        named.plan("007"), f"{south}/index.html", "index.html", "people/people.html",
    }  # fmt: skip
    (named.edition / named.plan("007")).write_bytes(b"the old page, from a backup")
    assert check(named).pages[named.plan("007")] == "changed in its place"


def test_predictions_are_made_again_and_those_of_another_method_are_called_so(plans, make_book, tmp_path):
    from accountbook.book import Book
    from accountbook.models import predictions

    predictions(Book.open(plans.book, "2026-10-31"), "deals")
    frame = pd.DataFrame({"p": [0.5]})
    load_id = Book.open(plans.book, "2026-10-31").load_id
    Ledger(plans.book).write_predictions("accounts", frame, load_id=load_id, as_of=AS_OF, code="old")
    plans.publish()
    found = check(plans)
    assert found.predictions == {
        "accounts/2026-10-31": "another method", "deals/2026-10-31": "same", "quality_deals/2026-10-31": "same",
        "pipeline/2026-10-31": "same", "groups_deals/2026-10-31": "same",
        "said_deals/2026-10-31": "same", "graded_deals/2026-10-31": "same",
    }  # fmt: skip
    # somebody writes over what is kept
    path = Ledger(plans.book).find("quality_deals", load_id=load_id, as_of=AS_OF)
    path.unlink()
    Ledger(plans.book).place(path, frame, sync=False)
    found = check(plans)
    assert (found.predictions["quality_deals/2026-10-31"], found.exit_code) == ("differs", 1)


def test_what_was_said_in_time_switches_the_same_models_off_again(plans, monkeypatch):
    from accountbook.book import Book
    from accountbook.models import predictions
    from accountbook.models.kinds import typed

    monkeypatch.setattr("accountbook.models.switching.LEAST", 2)
    book = Book.open(plans.book, "2026-10-31")
    made = pd.Timestamp("2026-08-31")
    accounts = book.at(made).accounts()
    floats = [name for name, kind in typed("said_orders").dtypes.items() if kind == "float64"]
    said = pd.DataFrame({"account_id": accounts, "as_of": made, "horizon_days": 60, **dict.fromkeys(floats, 0.5)})
    keep = {"as_of": made, "code": "c"}
    # the load of that time, of which the ledger asks for the day of its export alone
    then = plans.book / "loads" / "then" / "load.json"
    then.parent.mkdir()
    then.write_text(json.dumps({"exported_on": "2026-09-01", "number": 0}), encoding="utf-8")
    book.ledger.write_predictions("said_orders", typed("said_orders", said.assign(p=0.01)), load_id="then", **keep)
    graded = predictions(book, "graded_orders")
    assert graded.loc[graded["target"] == "churn60", "said"].unique().tolist() == [0.01]
    predictions(book, "accounts")
    plans.publish()
    # what somebody computes later of the same day, by whatever load, is not what was said
    book.ledger.write_predictions("said_orders", typed("said_orders", said.assign(p=0.99)), load_id="later", **keep)
    found = check(plans)
    assert found.predictions["graded_orders/2026-10-31"] == found.predictions["accounts/2026-10-31"] == "same"
    assert found.exit_code == 0


def test_an_edition_that_was_never_published_is_bad_usage(plans):
    with pytest.raises(PublishError, match="no edition monthly as of 2026-10-31 was published"):
        check(plans)
