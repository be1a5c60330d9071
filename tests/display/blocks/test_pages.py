"""The company's pages: how good predictions were, who is worth a call; and what pages hand on."""

from types import SimpleNamespace

import pandas as pd

from accountbook.display.blocks.calls import calls_finding, worth_a_call
from accountbook.display.blocks.deal_calls import deals_worth_a_call, open_finding
from accountbook.display.blocks.outcome import plan_values, record_values
from accountbook.display.blocks.record import failing_sentences, goodness, goodness_finding, reliability
from accountbook.display.blocks.weaknesses import failings
from accountbook.planning.changes import Changes
from accountbook.planning.coverage import Coverage
from accountbook.planning.deal_calls import DealCall, DealCalls
from accountbook.planning.deals import Deal, Deals
from accountbook.planning.doubts import Doubt
from accountbook.planning.finding import Finding
from accountbook.planning.months import Comparison, Month, Months
from accountbook.planning.naming import Group, Sums
from accountbook.planning.next_order import NextOrder
from accountbook.planning.portfolio import Call, Calls
from accountbook.planning.predicted import Reason
from accountbook.planning.profile import Profile
from accountbook.planning.risk import Risk
from accountbook.planning.watch import Watch
from accountbook.planning.weaknesses import Part
from accountbook.planning.worth import Gain

QUALITY = pd.DataFrame(
    [
        ("churn90", "log_loss", 0.347, 0.386, 0.03, 308, 6, "model"),
        ("churn90", "auc", 0.754, 0.5, float("nan"), 308, 6, "model"),
        ("date", "pinball", 4.63, 10.9, 0.54, 307, 6, "model"),
        ("date", "coverage_within", 0.62, 0.03, float("nan"), 307, 6, "model"),
        ("amount", "wape", 0.675, 0.6, -0.2, 307, 6, "naive"),
        ("amount", "bias", 0.26, 0.16, float("nan"), 307, 6, "naive"),
    ],
    columns=["target", "metric", "value", "naive", "skill_lo", "rows", "origins", "shown"],
)


def test_models_stand_beside_their_naive_rivals(t):
    assert goodness_finding(QUALITY, t) == "The model beats its naive rival on 2 of 3 targets"
    text = goodness(QUALITY, t).text()
    assert "0.347" in text and "0.386" in text and "+3%" in text and "naive" in text


def test_where_they_fail_is_said(t):
    assert failing_sentences(QUALITY, t) == [
        "Date of the next order: ranges hold 62% of cases, not 80%: too narrow",
        "Amounts ordered: not better than the naive figure, which is shown instead",
        "Amounts ordered: sums came out 26% too high",
    ]
    assert "2 accounts have too few orders for a prediction" in failings((), QUALITY, t, few=2).text()


def test_kinds_of_cases_where_the_naive_figure_was_better_are_named_and_marked(t):
    good = Part("orders", "12+", 200, 0.1, 0.12, loss=0.31, naive=0.33)
    weak = Part("orders", "3-5", 40, 0.5, 0.45, loss=0.72, naive=0.61)
    weaker = Part("month", "2026-08", 90, 0.2, 0.25, loss=0.50, naive=0.30)
    text = failings((good, weak, weaker), QUALITY.iloc[:0], t).text()
    assert text.startswith("The naive figure did better in 2 of 3 kinds of cases; most: Said in August 2026")
    assert [f"!\N{NO-BREAK SPACE}{loss}" in text for loss in ("0.720", "0.500", "0.310")] == [True, True, False]
    off = Part("rhythm", "irregular", 400, 0.2, 0.4, loss=0.5, naive=0.6)
    told = "Better than the naive figure everywhere, yet off. Irregular rhythm: said 20%, came 40%"
    assert failings((good, off), QUALITY.iloc[:0], t).text().startswith(told)
    told = "Better than the naive figure in all 2 kinds of cases"
    assert failings((good, good), QUALITY.iloc[:0], t).text().startswith(told)


def test_with_no_past_to_judge_by_nothing_is_claimed(make, t):
    assert goodness(QUALITY.iloc[:0], t).text().startswith("No past month is long enough to judge by")
    assert not reliability(None, t, of="silence")
    assert not failings((), QUALITY.iloc[:0], t)
    assert not deals_worth_a_call(DealCalls(make(Deals, state="no_table"), {}), t)


def test_reliability_says_what_became_of_the_highest_group(t):
    groups = pd.DataFrame({"predicted": [0.1, 0.4], "happened": [0.12, 0.35], "n": [200, 40]})
    assert reliability(groups, t, of="silence").text().startswith("Of the accounts given 40%, 35% stayed silent")
    assert reliability(groups, t, of="win").text().startswith("Of the deals given 40%, 35% were won")


def test_accounts_worth_a_call_say_what_a_call_adds_with_reasons(make, t):
    call = make(Call, account_id="A", name="<img src=x onerror=alert(1)>", owner="Keller", country="IT", p=0.44, lo=0.2,
                hi=0.72, p_before=0.45, revenue=128e3, at_risk=57e3, gain=Gain(0.09, 40e3), state="missed",
                days_late=23, last_order=pd.Timestamp("2026-08-29"),
                reasons=(Reason("recency", 30.0, 2.0, {"days": 63, "usual": 21, "longest": 38}),))  # fmt: skip
    judged = make(Calls, found=(call,), at_risk=57e3, total=1.1e6, worth=3.6e3, horizon=90, call_odds=1.5,
                  standing_out=1, predicted=50)  # fmt: skip
    assert calls_finding(judged, t) == "1 call adds about EUR 3.6k of orders; 1.1m is at risk"
    html = worth_a_call(judged, t)
    text = html.text()
    assert "3,600" in text and "+9.0 points of 40k" in text
    assert "within 90 days gains if a call turns 1 to 1 into 1.5 to 1" in text
    assert "44%" in text and "(20–72)" in text and "was 45%" in text
    assert "order missed, due 23 days ago" in text
    assert "Last order 63 days ago, usually every 21, longest ever 38" in text
    assert "<img" not in str(html)
    assert worth_a_call(make(Calls), t).text().startswith("No account can be predicted yet")


def test_where_nobody_stands_out_no_account_is_named_for_a_call(make, t):
    call = make(Call, account_id="C1", p=0.004, revenue=5e3, at_risk=20.0, gain=Gain(0.001, 5e3), state="expected")
    judged = make(
        Calls, found=(call,), at_risk=20.0, total=20.0, threshold=0.25, predicted=1, horizon=90, call_odds=1.5
    )
    assert calls_finding(judged, t) == "Nobody stands out: no risk reaches 25%, no order is overdue"
    text = worth_a_call(judged, t).text()
    assert text.startswith("No call is pressing; what adds most first") and "Call first" not in text


def test_two_measures_of_amounts_that_lost_are_told_apart(t):
    rows = QUALITY[QUALITY["metric"] == "wape"]
    told = failing_sentences(pd.concat([rows, rows.assign(metric="wape_next")]), t)
    assert [one.split(":")[0] for one in told] == ["Amounts ordered", "Amount of the next order"]


def test_deals_worth_a_call_are_those_with_a_doubt(make, t):
    doubtful = make(Deal, opportunity_id="O1", name="Line 4", asked=96e3, p=0.38, lo=0.24, hi=0.53, expected=36e3,
                    doubts=(Doubt.NO_BUDGET,))  # fmt: skip
    sound = make(Deal, opportunity_id="O2", name="Spare parts", asked=54e3, p=0.61, expected=33e3)
    deals, named = make(Deals, state="open", deals=(doubtful, sound)), {"O1": "Lumora", "O2": "Lumora"}
    judged = DealCalls(deals, named, found=(DealCall(doubtful, "Lumora", Gain(0.05, 96e3)),))
    text = deals_worth_a_call(judged, t).text()
    assert text.startswith("Call first about Line 4, where a call adds about EUR 4.8k")
    assert "+5.0 points of 96k" in text
    assert "Line 4" in text and "Lumora" in text and "Spare parts" not in text


def test_a_plans_results_are_named_as_the_index_reads_them(make, t):
    month = make(Month, month=pd.Timestamp("2026-10-01"), ordered=18e3)
    plan = SimpleNamespace(
        profile=make(Profile, account_id="A-017", name="Lumora", country="IT", owner="Keller", team="South"),
        months=make(Months, months=(month,), last_12=Comparison(month.month, month.month, 366e3, 345e3, 0.06)),
        risk=make(
            Risk,
            state="model",
            p=0.14,
            lo=0.09,
            hi=0.21,
            jump=0.08,
            jumped=True,
            horizon_end=pd.Timestamp("2027-01-29"),
        ),
        next_order=make(NextOrder, state="overdue", due=pd.Timestamp("2026-10-20"), days_late=11, typical=41e3),
        coverage=make(Coverage, state="known", required=12, known=5),
        deals=make(Deals, state="open", expected=75e3),
        changes=Changes(pd.Timestamp("2026-09-30"), (Finding("risk_jump", {"before": 0.06, "now": 0.14}, "worse"),), 0),
        watch=Watch(True, (), (0.0, -0.3)),
    )
    values = plan_values(plan, t)
    assert (values["title"], values["horizon"]) == ("Lumora, account plan", "2027-01-29")
    assert (values["where"], values["owner"], values["team"]) == ("Italy", "Keller", "South")
    assert (values["revenue"], values["change"], values["months"]) == (366e3, 0.06, [18e3])
    assert (values["risk"], values["risk_act"], values["risk_words"]) == (0.14, True, "")
    assert (values["next_day"], values["overdue"], values["days_late"]) == ("2026-10-20", True, 11)
    assert (values["roles_known"], values["roles"], values["roles_few"]) == (5, 12, True)
    assert (values["changed"], values["direction"]) == ("Risk 6% → 14%", "down")
    assert (values["needs_call"], values["attention_order"], values["few_data"]) == (True, [0.0, -0.3], False)


def test_few_data_reach_the_index_as_words(make, t):
    plan = SimpleNamespace(
        profile=make(Profile, account_id="007"), months=make(Months), risk=make(Risk, state="few", orders=1),
        next_order=make(NextOrder, state="few"), coverage=make(Coverage, state="no_roles"), deals=make(Deals),
        changes=Changes(pd.Timestamp("2026-09-30"), (), 0), watch=Watch(False, (), (1.0,)),
    )  # fmt: skip
    values = plan_values(plan, t)
    assert (values["name"], values["risk"], values["risk_words"]) == ("007", None, "too few orders")
    assert (values["few_data"], values["roles"], values["changed"], values["next_day"]) == (True, 0, "", None)


def test_an_account_gone_for_a_year_is_words_in_the_index(make, t):
    plan = SimpleNamespace(
        profile=make(Profile, account_id="A"), months=make(Months), risk=make(Risk, state="model", p=0.96, high=True),
        next_order=make(NextOrder, state="missed", last_order=pd.Timestamp("2024-08-28"), typical=14e3, days_late=763,
                        due=pd.Timestamp("2024-09-28")),
        coverage=make(Coverage), deals=make(Deals), watch=Watch(False, (), (1.0,)),
        changes=Changes(pd.Timestamp("2026-09-30"), (), 0),
    )  # fmt: skip
    values = plan_values(plan, t)
    assert (values["risk"], values["risk_words"], values["risk_act"]) == (None, "silent for a year", False)
    assert (values["next_day"], values["overdue"], values["amount"]) == (None, False, None)


def test_the_other_pages_hand_on_their_counts(make, t):
    now = pd.DataFrame({"p": [0.1, 0.2]})
    values = record_values(QUALITY, now, None, t, title="Churn and reorder")
    assert (values["predictions"], values["predictions_before"], values["rows"], values["months"]) == (2, None, 308, 6)
    assert values["measures"][0] == ["churn90", "log_loss", 0.347, 0.386, "model"]


def test_A14_where_accounts_may_not_be_named_teams_are_told_in_sums(make, t):
    def group(teams, accounts, **values):
        return Group(teams, accounts, values)

    groups = (
        group(("South",), 6, at_risk=40e3, standing_out=2.0),
        group(("A", "B"), 5, at_risk=90e3, standing_out=0.0),
    )
    own = make(
        Call, account_id="X", name="Own", p=0.4, revenue=10e3, at_risk=4e3, gain=Gain(0.1, 2e3), state="expected"
    )
    sums = Sums(groups, frozenset(), 2)
    judged = make(Calls, found=(own,), total=134e3, standing_out=3, predicted=12, sums=sums, horizon=90, call_odds=1.5)
    assert calls_finding(judged, t) == "3 of 12 accounts stand out; EUR 134k of a year's orders is at risk"
    text = worth_a_call(judged, t).text()
    assert text.startswith("Most at risk: Teams of fewer than 5, EUR 90k over 5 accounts")
    assert "Accounts without an owner or a team" in text and "Own" in text
    assert "2 accounts are left out: their teams have too few." in text
    groups = (group(("South",), 5, deals=7.0, doubtful=3.0, asked=90e3, expected=30e3),)
    deal = make(Deal, opportunity_id="O1", name="Line 4", asked=96e3, doubts=(Doubt.NO_BUDGET,))
    other = make(Deal, opportunity_id="O2", name="Line 5", asked=96e3, doubts=(Doubt.NO_BUDGET,))
    found = (DealCall(deal, "Own", Gain()),)
    told = DealCalls(make(Deals, state="open", deals=(deal, other)), {"O1": "Own"}, Sums(groups, frozenset(), 0), found)
    text = deals_worth_a_call(told, t).text()
    assert text.startswith("Most expected: South, EUR 30k of the EUR 90k asked")
    assert "Line 4" in text and "Line 5" not in text
    none = DealCalls(make(Deals, state="open"), {}, Sums((), frozenset(), 3))
    assert open_finding(none, t) == "Too few accounts have deals to be summed up"
    assert "3 accounts are left out" in deals_worth_a_call(none, t).text()
