"""The end of a plan: folded lines, missing tables, what was said and what came."""

from types import SimpleNamespace

import pandas as pd
import pytest

from accountbook.display import Fragment
from accountbook.display.blocks.closing import anchor, jump, lacking
from accountbook.display.blocks.ending import hit_rates, plan_footer, said_sentence, unsaid_sentence
from accountbook.display.blocks.margin import margin, margin_finding, margin_table
from accountbook.display.blocks.sections import SECTIONS, Sections
from accountbook.planning.assortment import Assortment
from accountbook.planning.coverage import Coverage
from accountbook.planning.deals import Deals
from accountbook.planning.finding import Finding
from accountbook.planning.fiscal import Fiscal
from accountbook.planning.gaps import Gaps, MissingTable
from accountbook.planning.margin import Margin, Margins
from accountbook.planning.months import Months
from accountbook.planning.next_year import NextYear
from accountbook.planning.rhythm import Rhythm
from accountbook.planning.said import Said

QUALITY = pd.DataFrame(
    {
        "target": ["date", "amount", "churn90"],
        "metric": ["coverage_within", "coverage", "log_loss"],
        "value": [0.81, 0.78, 0.347],
        "naive": [0.03, 0.74, 0.386],
        "shown": "model",
    }
)
SAID = {
    "as_of": pd.Timestamp("2026-09-30"),
    "p10": pd.Timestamp("2026-10-02"),
    "p50": pd.Timestamp("2026-10-14"),
    "p90": pd.Timestamp("2026-11-08"),
    "amount": 43e3,
    "amount_lo": 29e3,
    "amount_hi": 58e3,
}


def _margins(make, *negative, share=0.31):
    items = tuple(Margin(f"I{n}", 1e4, 1e4, lost, lost / 1e4) for n, lost in enumerate(negative))
    total = Margin(None, 366e3, 366e3, 113e3, share)
    return make(Margins, last_12=total, before_12=total, negative=items)


def _plan(make, **values):
    parts = {"deals": make(Deals, state="none"), "coverage": make(Coverage, state="known"),
             "rhythm": make(Rhythm, state="known"), "margins": _margins(make), "months": make(Months),
             "assortment": make(Assortment), "closures": (), "fiscal": make(Fiscal, state="recorded", recorded=3),
             "next_year": make(NextYear, state="expected"), "year_record": None, "item_names": {},
             "gaps": make(Gaps), "said": make(Said), "quality_orders": None, "quality_deals": None,
             "load_id": "2026-11-01-x", "lines": 95}  # fmt: skip
    return SimpleNamespace(**{**parts, **values})


def _sections(plan, t):
    return Sections(plan, t, {name: SECTIONS[name] for name in ("Next year", "Pipeline", "People", "Margin")})


def test_a_section_without_a_finding_is_one_folded_line(make, t):
    rows = {str(row.name): str(row.reason) for row in _sections(_plan(make), t).folds}
    assert rows["Pipeline"] == "no deal is open"
    assert rows["Margin"] == "31% of sales less returns, no item below its cost"
    assert rows["Returns"] == "none in 12 months"
    assert rows["Fiscal year-end"] == "March, as recorded; the orders show no peak"
    assert _sections(_plan(make), t).checked.text().startswith("Pipeline")


def test_a_year_of_which_nothing_is_expected_is_a_folded_line(make, t):
    plan = _plan(make, next_year=make(NextYear, state="none"))
    rows = {str(row.name): str(row.reason) for row in _sections(plan, t).folds}
    assert rows["Next year"] == "no order to go by"
    assert "Next year" not in {str(row.name) for row in _sections(_plan(make), t).folds}


def test_cap_26_the_share_is_that_of_the_sales_beside_it(make, t):
    # 100k sold less returns, 80k of known cost: 20k of margin are 25% of 80k
    year = Margin(pd.Timestamp("2026-01-01"), 100e3, 80e3, 20e3, 0.25)
    text = margin_table(make(Margins, years=(year,)), t).text()
    assert "Sales less returns, of known cost, EUR" in text and "80" in text and "100" not in text and "25%" in text


def test_a_missing_table_is_not_said_twice(make, t):
    rows = _sections(
        _plan(make, deals=make(Deals, state="no_table"), coverage=make(Coverage, state="no_roles")), t
    ).folds
    assert not {"Pipeline", "People"} & {str(row.name) for row in rows}


def test_cap_26_what_was_sold_below_cost_gets_a_section_only_where_it_matters(make, t):
    small, large = _margins(make, -13.0), _margins(make, -3_000.0, -2_000.0)
    assert not margin(small, t)
    assert margin_finding(large, t) == "2 items were sold below cost; they take EUR 5.0k of a margin of 118k"
    text = margin(large, t).text()
    assert "Sales less returns, EUR" in text and "of these sales" in text and "ordered is before returns" in text
    assert "−30%" in margin(large, t, names={"I0": "valve"}).text()
    rows = {str(row.name): str(row.reason) for row in _sections(_plan(make, margins=small), t).folds}
    assert rows["Margin"] == "31% of sales less returns; what was sold below cost lost EUR 13"


def test_the_jump_line_names_the_sections_that_are_there(make, t):
    folds = _sections(_plan(make), t).folds
    html = jump({"Purchase rhythm": Fragment("x"), "Pipeline": Fragment(), "People": Fragment("x")}, folds, t)
    assert (
        html.text() == f"Below, the sections with a finding: Purchase rhythm, People. {len(folds)} without are folded."
    )
    assert 'href="#purchase-rhythm"' in str(html) and 'href="#checked-no-finding"' in str(html)
    assert anchor("Checked, no finding") == "checked-no-finding"


def test_the_box_names_three_tables_and_what_each_would_show(make, t, read):
    gaps = make(
        Gaps, tables=tuple(MissingTable(name, f"what {name} show") for name in ("items", "contacts", "fx_rates"))
    )
    text = read(lacking(gaps, t))
    assert text.startswith("3 missing tables would add most to this plan")
    assert "contacts what contacts show" in text
    assert lacking(gaps, t, plan=False).text().startswith("3 missing tables would add most to the reports")
    assert not lacking(make(Gaps), t)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "nothing", "as_of": None}, "Nothing yet: no plan of a month ago is on record."),
        ({"state": "came", "came": pd.Timestamp("2026-10-02"), "came_amount": 18e3, "date_inside": True,
          "amount_inside": False},
         "Order expected 14 Oct (2 Oct–8 Nov), EUR 43k (29–58k). It came on 2 Oct, EUR 18k: inside the dates, outside "
         "the amount."),
        ({"state": "open"}, "Order expected 14 Oct (2 Oct–8 Nov), EUR 43k (29–58k). No order came yet."),
        ({"state": "silent", "p90": None},
         "Order expected 14 Oct or later, EUR 43k (29–58k). No order came, and the whole range has passed."),
        ({"state": "came", "p50": None, "came": pd.Timestamp("2026-10-02"), "came_amount": None},
         "No order was expected soon. It came on 2 Oct, amount unknown."),
    ],
)  # fmt: skip
def test_cap_29_the_page_grades_its_own_last_month(make, t, values, said):
    assert said_sentence(make(Said, **{**SAID, **values}), t) == said


def test_hit_rates_stand_beside_what_they_should_be(t):
    assert hit_rates(QUALITY, None, t) == (
        "Dates inside the range 81% (should: 80%). Amounts inside 78%. "
        "Risk, by the model: log loss 0.35 (the base rate's: 0.39)."
    )
    assert hit_rates(None, None, t) == ""


def test_hit_rates_are_those_of_what_is_shown(t):
    deals = pd.DataFrame(
        {"target": ["deals"], "metric": ["log_loss"], "value": [0.71], "naive": [0.66], "shown": ["naive"]}
    )
    assert hit_rates(QUALITY.assign(shown="naive"), deals, t) == (
        "Dates, from the usual gap alone, inside the range 3% (should: 80%). "
        "Amounts, around each account's own median, inside 74%. "
        "Risk, by the base rate: log loss 0.39 (the model's: 0.35). "
        "Deals, by the base rate: log loss 0.66 (the model's: 0.71)."
    )
    assert hit_rates(None, deals.assign(shown="model"), t) == (
        "Deals, by the model: log loss 0.71 (the base rate's: 0.66)."
    )


def test_the_footer_says_what_the_data_could_not_and_on_what_it_rests(make, t):
    gaps = make(Gaps, unsaid=(Finding("few_orders", {"orders": 2}), Finding("no_owner")))
    text = plan_footer(_plan(make, gaps=gaps), t, version="1.4.0").text()
    assert "2 orders are too few for a rhythm, a season or a peak. Nobody is named as owner." in text
    assert "31 Oct 2026. Load 2026-11-01-x, 95 order lines of this account. accountbook 1.4.0." in text
    assert "Overdue: their usual day has passed. Missed: the whole usual range has passed." in text


def test_every_gap_has_a_sentence(t):
    assert (
        unsaid_sentence("no_cost", {"share": 0.16}, t) == "16% of a year's sales has no cost, so its margin is unknown."
    )
    assert unsaid_sentence("no_rate", {"lines": 7, "currencies": ("SAR",)}, t) == (
        "7 order lines in SAR have no exchange rate and are in no sum."
    )
    assert unsaid_sentence("something_new", {}, t) == "something new."
