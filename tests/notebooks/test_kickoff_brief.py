"""The brief of a meeting: about a deal, about an account without one, and about orders that are all there is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from accountbook.book import Book
from accountbook.brief import Brief
from accountbook.company import Company
from accountbook.display.blocks.brief_sections import BRIEF_SECTIONS
from accountbook.loading import load_source
from accountbook.plan import Plan

AS_OF = "2026-10-31"


@pytest.fixture(autouse=True, scope="module")
def publishing():
    """Kernels started here take the publisher's environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACCOUNTBOOK_PUBLISH", "1")
        yield


@pytest.fixture(scope="module")
def deal(whole: Path) -> tuple[str, str]:
    """The open deal with the most requirements."""
    book = Book.open(whole, AS_OF)
    deals, asked = book.table("opportunities"), book.table("requirements")["opportunity_id"].value_counts()
    still = deals[deals["outcome"] == "open"].set_index("opportunity_id")["account_id"]
    most = max(still.index, key=lambda number: (asked.get(number, 0), number))
    return str(still[most]), str(most)


@pytest.fixture(scope="module")
def briefed(run, slice_of, deal):
    """The brief about that deal, run once."""
    account, opportunity = deal
    return run("kickoff_brief", book=slice_of(account), account=account, opportunity=opportunity)


@pytest.fixture(scope="module")
def judged(slice_of, deal) -> Brief:
    """What planning says of the same."""
    account, opportunity = deal
    return Brief(Plan(Book.open(slice_of(account), AS_OF).account(account)), opportunity)


def test_its_results_are_plannings_values(briefed, judged, deal):
    told = briefed.results
    assert (told["account_id"], told["opportunity"], told["as_of"]) == (*deal, AS_OF)
    assert told["title"].endswith(", kick-off brief") and told["name"] == judged.plan.profile.name
    assert told["odds"] == pytest.approx(judged.deal.p)
    assert told["questions"] == len(judged.inquiries.found)
    assert (told["requirements_open"], told["requirements_overdue"]) == (judged.register.open, judged.register.overdue)
    assert told["days_short"] == pytest.approx(judged.workload.short)
    assert told["points"] == [str(point.part) for point in judged.points]


def test_cap_40_the_first_screen_is_the_talking_points_and_the_meeting(briefed, judged):
    labels = list(briefed.blocks)
    assert labels[1:3] == ["Talking points", "The meeting"]
    assert f"{len(judged.points)} sentences to know by heart" in briefed.blocks["Talking points"]
    assert labels.index("In the room") == 4  # after the line that jumps to it


def test_each_section_is_shown_or_folded_and_nothing_is_left_open(briefed):
    checked = briefed.blocks["Checked, no finding"]
    for name in BRIEF_SECTIONS:
        assert (name in briefed.blocks) != (name in checked), name
    for text in briefed.blocks.values():
        assert not {"nan", "NaN", "NaT", "None", "inf"} & set(text.split())


def test_it_trains_nothing_and_imports_no_scikit_learn(briefed):
    assert "sklearn" not in briefed.modules


def test_an_account_without_a_deal_gets_a_brief_about_itself(run, slice_of, deal):
    told = run("kickoff_brief", book=slice_of(deal[0]), account=deal[0], opportunity="")
    assert (told.results["opportunity"], told.results["asked"], told.results["odds"]) == ("", None, None)
    assert "The deal" not in told.blocks and "Old notes" not in told.blocks
    assert "We want" in told.blocks["Talking points"]


def test_of_orders_alone_it_says_what_orders_say(run, source, tmp_path):
    (source / "accounts.csv").unlink()
    mapping = (source / "mapping.toml").read_text(encoding="utf-8")
    (source / "mapping.toml").write_text(_only_orders(mapping), encoding="utf-8")
    load_source(source, tmp_path / "book")
    Company(Book.open(tmp_path / "book", AS_OF)).predict()
    told = run("kickoff_brief", book=tmp_path / "book", account="007", opportunity="")
    assert (told.results["account_id"], told.results["opportunity"]) == ("007", "")
    assert set(told.results["points"]) <= {"changed", "ask"}
    assert not set(BRIEF_SECTIONS) - {"Questions to ask"} & set(told.blocks)


def _only_orders(mapping: str) -> str:
    """The mapping without its table of accounts."""
    parts = re.split(r"(?m)^(?=\[)", mapping)
    return "".join(part for part in parts if "accounts" not in part.splitlines()[0])


def test_an_unknown_deal_is_an_error_that_names_the_known_ones(slice_of, deal, tmp_path):
    from accountbook import desk
    from accountbook.book import BookError

    shutil.copytree(slice_of(deal[0]), tmp_path / "slice")
    with pytest.raises(BookError, match=f"had no deal 'D-none'.*{deal[1][:2]}"):
        desk.open(str(tmp_path / "slice"), AS_OF, "en", account=deal[0], opportunity="D-none")
