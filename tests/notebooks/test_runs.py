"""Every notebook runs to its last cell on a small made-up book, and says what planning says."""

from __future__ import annotations

from pathlib import Path

import pytest
from markupsafe import escape

from accountbook.book import Book
from accountbook.company import Company
from accountbook.handover import Handover
from accountbook.owner import Owner
from accountbook.plan import Plan
from accountbook.planning.next_order import NextState
from accountbook.planning.profit import profit

FOLDER = Path(__file__).parents[2] / "notebooks"
COMPANY = ("churn_reorder", "win_probability", "scorecard", "data_quality")
ACCOUNT = ("account_plan", "explore")
DEAL = ("kickoff_brief", "profit_simulation")
OWNER = ("handover", "calendar")


@pytest.fixture(autouse=True, scope="module")
def publishing():
    """Kernels started here take the publisher's environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCOUNTBOOK_PUBLISH", "1")
        yield


@pytest.fixture(scope="module")
def account(whole: Path) -> str:
    """An account whose name holds markup: the made-up company has one, because real ones do."""
    named = Book.open(whole, "2026-10-31").table("accounts").set_index("account_id")["name"]
    return next(account for account, name in named.items() if "<" in name)


@pytest.fixture(scope="module")
def executed(run, whole: Path, slice_of, account: str) -> dict:
    """Every notebook by name, found by glob, run once."""
    names = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
    assert set(names) == {*COMPANY, *ACCOUNT, *DEAL, *OWNER}, "a new notebook needs to be told here what it is about"
    runs = {name: run(name, book=whole) for name in COMPANY}
    runs |= {name: run(name, book=slice_of(account), account=account) for name in ACCOUNT}
    runs["kickoff_brief"] = run("kickoff_brief", book=slice_of(account), account=account, opportunity="")
    deals = Book.open(whole, "2026-10-31").table("quotes").dropna(subset=["cost"]).sort_values("quoted_on")
    deal, of = deals["opportunity_id"].iloc[-1], deals["account_id"].iloc[-1]
    runs["profit_simulation"] = run("profit_simulation", book=slice_of(of), account=of, opportunity=deal)
    owner = Book.open(whole, "2026-10-31").table("accounts")["owner_id"].dropna().iloc[0]
    return runs | {name: run(name, book=whole, owner=owner) for name in OWNER}


def test_every_notebook_reaches_its_last_cell(executed):
    assert [name for name, one in executed.items() if not one.results] == []


def test_no_notebook_warns_or_prints(executed):
    for name, one in executed.items():
        streams = [output for cell in one.notebook.cells for output in cell.get("outputs", []) if "name" in output]
        assert streams == [], name


@pytest.mark.parametrize(
    "name", ["account_plan", "churn_reorder", "win_probability", "scorecard", "profit_simulation", "handover"]
)
def test_a_page_whose_predictions_are_kept_trains_nothing_and_imports_no_scikit_learn(executed, name):
    assert "sklearn" not in executed[name].modules


def test_the_plans_results_are_plannings_values(executed, slice_of, account):
    plan = Plan(Book.open(slice_of(account), "2026-10-31"))
    told = executed["account_plan"].results
    assert told["account_id"] == account
    assert told["revenue"] == pytest.approx(plan.months.last_12.value)
    assert told["months"] == [month.ordered or 0.0 for month in plan.months.months]
    assert told["risk"] == (None if plan.risk.state != "model" else pytest.approx(plan.risk.p))
    assert told["next_state"] == plan.next_order.state
    assert told["amount"] == pytest.approx(plan.next_order.typical)
    assert (told["roles_known"], told["roles"]) == (plan.coverage.known, plan.coverage.required)
    assert told["needs_call"] == plan.watch.needed
    assert told["overdue"] == (plan.next_order.state in (NextState.OVERDUE, NextState.MISSED))


def test_the_plans_blocks_are_labelled_and_say_their_numbers(executed, slice_of, account):
    plan = Plan(Book.open(slice_of(account), "2026-10-31"))
    blocks = executed["account_plan"].blocks
    assert f"{plan.coverage.known} of {plan.coverage.required} roles known" in blocks["Who must be known and is not"]
    assert {"What changed", "The next order", "Churn risk", "Open deals, not orders yet", "Three questions to ask",
            "Next actions", "Purchase rhythm", "People", "Checked, no finding"} <= set(blocks)  # fmt: skip
    assert "Load " + plan.load_id in blocks[list(blocks)[-1]]
    for text in blocks.values():
        assert not {"nan", "NaN", "NaT", "None", "inf"} & set(text.split())


def test_the_simulations_results_are_plannings_values(executed, slice_of):
    told = executed["profit_simulation"].results
    found = profit(Book.open(slice_of(told["account_id"]), "2026-10-31"), told["opportunity"]).simulated
    assert (told["margin_p10"], told["margin_p50"], told["margin_p90"]) == (
        found.left.p10,
        found.left.p50,
        found.left.p90,
    )
    assert told["floor_price"] == found.floor and told["chance_of_loss"] == found.chance_of_loss
    assert told["reverse"] is found.reverse
    assert {"What is left", "The lowest price", "What it rests on"} <= set(executed["profit_simulation"].blocks)


def test_the_handovers_results_are_plannings_values(executed, whole):
    told = executed["handover"].results
    found = Handover(Owner(Book.open(whole, "2026-10-31"), told["owner"]))
    assert told["accounts"] == [one.profile.account_id for one in found.accounts] and told["accounts"]
    assert told["promises_open"] == sum(len(one.ours) for one in found.accounts)
    assert set(told["urgent"]) == {one.profile.account_id for one in found.accounts if one.urgent is not None}


def test_the_model_pages_say_how_good_they_were_and_have_a_last_month(executed, whole):
    company = Company(Book.open(whole, "2026-10-31"))
    for name, kind, quality in (
        ("churn_reorder", "accounts", "quality_orders"),
        ("win_probability", "deals", "quality_deals"),
    ):
        told = executed[name].results
        assert told["predictions"] == len(company.predicted(kind))
        assert told["predictions_before"] == len(company.before(kind))
        assert len(told["measures"]) == len(company.predicted(quality))
        assert {"What is predicted", "How good it was", "Worth a call"} <= set(executed[name].blocks)


def test_the_loads_page_reconciles(executed, whole):
    told = executed["data_quality"].results
    assert told["balanced"]
    assert told["rows_in"] == told["kept"] + told["merged"] + told["rejected"]
    assert told["load_id"] == Book.open(whole, "2026-10-31").load_id


def test_A2_an_account_named_as_html_stays_text(executed, whole, account):
    name = Book.open(whole, "2026-10-31").table("accounts").set_index("account_id")["name"][account]
    html = "".join(
        output["data"].get("text/html", "")
        for cell in executed["account_plan"].notebook.cells
        for output in cell.get("outputs", [])
    )
    assert name not in html
    assert str(escape(name)) in html
