"""What is offered, asked, checked and given in deals, and who competes."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from accountbook.tables import TABLES

NAMES = ["quotes", "requirements", "deal_steps", "proposal_checks", "competitors", "partner_links", "concessions"]
LAST = pd.Timestamp("2026-10-31")


@pytest.fixture(scope="module")
def deals(made):
    return made.truth("deals").set_index("opportunity_id")


@pytest.fixture(scope="module")
def quotes(made):
    return made.table("quotes").sort_values(["opportunity_id", "version"]).reset_index(drop=True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("company", ["made", "honest"])
def test_the_tables_keep_the_contract(request, company, name):
    frame = request.getfixturevalue(company).table(name)
    TABLES[name].model.validate(frame)
    assert not frame.duplicated(list(TABLES[name].about.key)).any()


@pytest.mark.parametrize("name", ["quotes", "requirements", "deal_steps", "proposal_checks", "concessions"])
def test_every_deal_named_is_in_the_crm_by_then_and_belongs_to_that_account(made, name):
    frame, known = made.table(name).dropna(subset="opportunity_id"), made.table("opportunities")
    known = known.set_index("opportunity_id")
    assert set(frame["opportunity_id"]) <= set(known.index)
    if "account_id" in frame:
        assert (frame["opportunity_id"].map(known["account_id"]) == frame["account_id"]).all()
    day = TABLES[name].about.known_on or "recorded_at"
    assert (frame[day] >= frame["opportunity_id"].map(known["created_on"])).all()


def test_prices_fall_and_faster_before_a_quarters_end(quotes, deals):
    before = quotes["price"].shift().where(quotes["opportunity_id"].shift() == quotes["opportunity_id"])
    gave = (1 - quotes["price"] / before).dropna()
    day = quotes.loc[gave.index, "quoted_on"]
    # each version has the price list of its year
    same = day.dt.year == quotes["quoted_on"].shift().loc[gave.index].dt.year
    gave, day = gave[same], day[same]
    assert (gave > -1e-4).all()
    left = (day + pd.offsets.QuarterEnd(0) - day).dt.days
    late, other = gave[left < 10], gave[left >= 10]
    assert len(late) >= 60
    assert 0.03 < late.mean() < 0.065
    assert 0.008 < other.mean() < 0.025
    # one version alone doesn't tell: some ordinary ones give more than some at a quarter's end
    assert other.max() > late.quantile(0.25)


def test_versions_follow_each_other_and_end_with_an_official_one_where_a_deal_was_won(made, quotes, deals):
    days = quotes.groupby("opportunity_id")["quoted_on"].diff().dt.days.dropna()
    assert (days >= 3).all()
    versions = quotes.groupby("opportunity_id")["version"].agg(["max", "size"])
    assert (versions["max"] == versions["size"]).all()
    assert versions["max"].max() <= 6
    won = deals[deals["won"] & (deals["decided"] <= LAST) & deals["written_down"].notna()]
    last = quotes.drop_duplicates("opportunity_id", keep="last").set_index("opportunity_id")
    assert set(won.index) <= set(last.index)
    assert last.loc[won.index, "official"].all()
    assert (last.loc[won.index, "quoted_on"] < won["decided"]).all()
    assert (
        quotes["quoted_on"] < quotes["opportunity_id"].map(deals["decided"].fillna(LAST + pd.Timedelta(days=9)))
    ).all()


def test_cap_97_a_few_offers_lose_money(made, quotes):
    rate = made.table("fx_rates").groupby("currency")["rate"].mean()
    euro = quotes["price"] * quotes["currency"].map(rate).fillna(1.0)
    last = ~quotes["opportunity_id"].duplicated(keep="last")
    margin = (1 - quotes["cost"] / euro)[last]
    assert 0.01 < (margin < 0).mean() < 0.12
    assert 0.12 < margin.median() < 0.40


def test_bending_reps_give_in_more_often_at_a_quarters_end(made, deals):
    quotes = made.table("quotes")
    left = (quotes["quoted_on"] + pd.offsets.QuarterEnd(0) - quotes["quoted_on"]).dt.days
    again = quotes["version"] > 1
    share = (left[again] < 10).groupby(quotes.loc[again, "opportunity_id"].map(deals["bending"]) > 0.35).mean()
    assert share[True] > share[False] > 0.2


def test_honest_reps_offer_too(honest, made):
    # nobody bends, and as many versions are written within a third
    assert 0.66 < len(honest.table("quotes")) / len(made.table("quotes")) < 1.5
    assert honest.table("deal_steps").dropna(subset="done_on")["exit_evidence"].notna().mean() > 0.85


def test_cap_2_requirements_are_answered_and_more_often_met_in_won_deals(made, deals):
    asked = made.table("requirements")
    inside = asked[asked["in_scope"].fillna(True).astype(bool) & asked["met"].notna() & asked["opportunity_id"].notna()]
    won = inside["opportunity_id"].map(deals["won"] & (deals["decided"] <= LAST))
    met = inside["met"].astype(bool)
    assert 0.72 < met[won].mean() < 0.92
    assert 0.42 < met[~won].mean() < 0.68
    # but every third lost deal had all of them met, and some won ones had not
    share = met.groupby(inside["opportunity_id"]).mean()
    kind = won.groupby(inside["opportunity_id"]).first()
    assert (share[~kind] == 1).mean() > 0.15
    assert (share[kind] < 1).mean() > 0.15


def test_requirements_go_forward_and_come_up_in_a_meeting_of_their_day(made):
    asked = made.table("requirements")
    assert (asked["answered_on"] > asked["stated_on"])[asked["answered_on"].notna()].all()
    assert (asked["met_on"] > asked["answered_on"])[asked["met_on"].notna()].all()
    assert (asked["response"].notna() == asked["answered_on"].notna()).all()
    assert (asked["met"].notna() == asked["met_on"].notna()).all()
    assert (asked.groupby("meeting_id")[["account_id", "stated_on"]].nunique() == 1).all().all()
    assert asked["text"].nunique() >= 150
    assert asked["opportunity_id"].isna().sum() >= 20
    assert set(asked["owner_id"]) <= set(made.table("employees")["employee_id"])


def test_cap_80_steps_are_mostly_done_in_order(made):
    steps = made.table("deal_steps").dropna(subset="done_on").sort_values(["opportunity_id", "position"])
    later = steps.groupby("opportunity_id")["done_on"].shift(-1)
    pairs = later.notna()
    assert 0.55 < (later[pairs] >= steps.loc[pairs, "done_on"]).mean() < 0.98
    assert (steps["done_on"] >= steps["recorded_at"]).all()
    all_steps = made.table("deal_steps")
    assert (all_steps.groupby("opportunity_id").size() == 7).all()
    share = all_steps["opportunity_id"].nunique() / len(made.table("opportunities"))
    assert 0.78 < share < 0.92


def test_an_order_in_hand_is_a_won_deal_and_others_may_be_ticked_without_evidence(made, honest, deals):
    steps = made.table("deal_steps").dropna(subset="done_on")
    won = steps[steps["step"] == "Order in hand"]["opportunity_id"]
    assert deals.loc[won, "won"].all()
    assert 0.08 < steps["exit_evidence"].isna().mean() < 0.35
    bare = honest.table("deal_steps").dropna(subset="done_on")["exit_evidence"].isna().mean()
    assert bare < 0.14 < steps["exit_evidence"].isna().mean() + 0.06


def test_cap_99_five_questions_before_the_first_official_offer(made, quotes, deals):
    checks = made.table("proposal_checks")
    first = checks.sort_values("checked_on", kind="stable").drop_duplicates(["opportunity_id", "question"])
    assert (first.groupby("opportunity_id").size() == 5).all()
    sent = quotes[quotes["official"]].groupby("opportunity_id")["quoted_on"].min()
    assert (first["checked_on"] <= first["opportunity_id"].map(sent)).all()
    assert 0.68 < first["opportunity_id"].nunique() / len(sent) < 0.92
    won = first["opportunity_id"].map(deals["won"] & (deals["decided"] <= LAST))
    yes = first["answer"] == "yes"
    assert 0.54 < yes[won].mean() < 0.70
    assert 0.37 < yes[~won].mean() < 0.54


def test_cap_42_competitors_are_invented_and_their_shares_drift(made):
    rows = made.table("competitors")
    rivals = {one["name"]: one["families"] for one in
              json.loads((made.folder / "truth" / "trade.json").read_text(encoding="utf-8"))["rivals"]}  # fmt: skip
    assert len(rivals) == 10
    assert set(rows["competitor"]) <= set(rivals)
    assert not set(rivals) & set(made.table("accounts")["name"])
    supply = rows[rows["opportunity_id"].isna()]
    assert all(product in rivals[name] for name, product in zip(supply["competitor"], supply["product"], strict=True))
    supply = supply[supply["certainty"] != "rumour"].dropna(subset="share").sort_values("as_of")
    step = supply.groupby(["account_id", "competitor", "product"])["share"].diff().dropna()
    assert 0.03 < step.std() < 0.12
    assert (step == 0).mean() < 0.25
    dead = made.truth("accounts").set_index("account_id")["died"].dropna()
    last = supply.drop_duplicates(["account_id", "competitor", "product"], keep="last")
    gone = last["account_id"].isin(dead.index)
    assert last.loc[gone, "share"].mean() > last.loc[~gone, "share"].mean()
    assert last.loc[gone, "share"].min() < last.loc[~gone, "share"].max()


def test_a_competitor_in_a_deal_was_known_before_the_row(made):
    rows = made.table("competitors").dropna(subset="opportunity_id")
    knew = made.table("opportunities").set_index("opportunity_id")["competitor_knew_on"]
    assert len(rows) >= 10
    assert (rows["as_of"] >= rows["opportunity_id"].map(knew)).all()


def test_cap_23_concessions_follow_from_offers_orders_and_claims(made, quotes):
    given = made.table("concessions")
    assert given["kind"].value_counts().reindex(["discount", "free_goods", "return_accepted"]).min() >= 5
    offered = given[given["kind"] == "discount"].merge(
        quotes, left_on=["opportunity_id", "granted_on"], right_on=["opportunity_id", "quoted_on"]
    )
    assert len(offered) == (given["kind"] == "discount").sum()
    assert (offered["version"] > 1).all()
    free = made.table("order_lines").query("kind == 'free'")
    named = given.loc[given["kind"] == "free_goods", "order_id"]
    assert set(named) <= set(free["order_id"])
    closed = made.table("claims").set_index("order_id")["closed_on"]
    taken = given[given["kind"] == "return_accepted"]
    assert all(
        day in set(closed.loc[[order]]) for order, day in zip(taken["order_id"], taken["granted_on"], strict=True)
    )
    back = given["got_in_return"].notna()
    assert 0.15 < back.mean() < 0.60
    managers = set(made.table("employees").query("level == 'manager'")["employee_id"])
    assert given["granted_by"].isin(managers).sum() >= 5
    assert (given["cost"] > 0).mean() > 0.99


def test_cap_9_partners_are_known_again(made):
    rows = made.table("partner_links")
    assert rows["account_id"].nunique() >= 30
    assert (rows.groupby(["account_id", "partner"])["role"].nunique() == 1).all()
    assert rows.duplicated(["account_id", "partner"]).sum() >= 20
    assert not set(rows["partner"]) & set(made.table("accounts")["name"])


def test_cap_60_mails_to_those_who_left_come_back(made, honest):
    people, truth = made.table("contacts").set_index("contact_id"), made.truth("contacts").set_index("contact_id")
    left = truth["left_on"].reindex(people.index)
    back = people["bounced_on"]
    gone = left < LAST - pd.Timedelta(days=160)
    assert 0.45 < back[gone].notna().mean() < 0.85
    assert ((back > left) | back.isna())[left.notna()].all()
    assert 0 < back[left.isna()].notna().mean() < 0.04
    assert (back.dropna() > people.loc[back.notna(), "created_on"]).all()
    # in an honest company nobody leaves, and a mail comes back now and then all the same
    assert honest.table("contacts")["bounced_on"].notna().mean() < 0.04


def test_consent_is_given_refused_or_never_asked_for(made):
    consent = made.table("contacts")["consent"]
    assert 0.47 < consent.fillna(False).mean() < 0.63
    assert 0.13 < (~consent.fillna(True)).mean() < 0.27
    assert 0.17 < consent.isna().mean() < 0.33


def test_cap_59_reps_claim_to_know_more_than_they_do(made, honest):
    for company, low, high in ((made, 0.05, 0.35), (honest, -0.03, 0.03)):
        people = company.table("employees").set_index("employee_id")["claimed_share"].dropna()
        known = company.truth("reps").set_index("employee_id")["known_share"]
        assert set(people.index) == set(known.index)
        assert low <= (people - known).mean() <= high
    assert made.table("employees")["email"].str.fullmatch(r"[a-z]+\.e-\d{3}@hanbit\.example").all()


def test_cap_95_our_difference_is_written_down_for_about_half_of_the_deals(made):
    texts = made.table("opportunities")["our_difference"]
    assert 0.40 < texts.notna().mean() < 0.66
    assert texts.nunique() >= 15


def test_texts_have_no_open_slots(made):
    for name in (*NAMES, "claims", "contracts"):
        frame = made.table(name)
        for column in TABLES[name].prose:
            assert not frame[column].dropna().str.contains(r"[{}]").any(), (name, column)


def test_koreans_write_some_of_it_in_korean(made):
    korean = set(made.table("accounts").query("country == 'KR'")["account_id"])
    claims = made.table("claims")
    hangul = claims["text"].str.contains("[가-힣]")
    ours = claims["account_id"].isin(korean)
    assert 0.4 < hangul[ours].mean() < 0.8
    assert not hangul[~ours].any()
