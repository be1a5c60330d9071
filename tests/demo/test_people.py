"""The people: roles before names, dispositions with evidence, departures and duplicates."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.tables import TABLES


def _newest(slots: pd.DataFrame) -> pd.DataFrame:
    return slots.sort_values("assessed_on", kind="stable").drop_duplicates(["account_id", "role_code"], keep="last")


@pytest.mark.parametrize("name", ["contacts", "employees", "role_templates", "role_slots"])
def test_the_tables_keep_the_contract(made, name):
    frame = made.table(name)
    TABLES[name].model.validate(frame)
    assert not frame.duplicated(list(TABLES[name].about.key)).any()


def test_cap_61_twelve_roles_in_four_departments_three_decide(made):
    roles = made.table("role_templates")
    assert len(roles) == 12
    assert roles["department"].value_counts().to_dict() == dict.fromkeys(
        ("Management", "Purchasing", "Engineering and quality", "Sales and service"), 3
    )
    assert roles["decides"].sum() == 3


def test_slots_name_people_who_exist_at_that_account_and_were_known_by_then(made):
    slots = made.table("role_slots").dropna(subset="contact_id")
    both = slots.merge(made.table("contacts"), on="contact_id", suffixes=("", "_of_contact"))
    assert len(both) == len(slots)
    assert (both["account_id"] == both["account_id_of_contact"]).all()
    assert (both["assessed_on"] >= both["created_on"]).all()
    assert set(slots["role_code"]) <= set(made.table("role_templates")["role_code"])


def test_cap_63_no_negative_disposition_without_evidence(made):
    slots = made.table("role_slots")
    negative = slots[slots["disposition"] == "negative"]
    assert len(negative) >= 100
    assert negative["evidence"].notna().all()


def test_cap_64_plans_have_their_day(made):
    slots = made.table("role_slots")
    assert (slots["plan"].notna() == slots["plan_due"].notna()).all()
    planned = slots.dropna(subset="plan")
    assert (planned["plan_due"] > planned["assessed_on"]).all()
    assert (planned["disposition"] != "favourable").all()


def test_the_first_account_lost_its_head_of_purchasing_on_9_october(made):
    slots = _newest(made.table("role_slots"))
    state = slots[slots["account_id"] == "A-001"].set_index("role_code")
    assert len(state) == 12
    assert pd.isna(state.loc["HOP", "contact_id"])
    assert state.loc["HOP", "assessed_on"] == pd.Timestamp("2026-10-09")
    assert pd.isna(state.loc["QUA", "contact_id"])
    assert state.loc["TEC", "disposition"] == "negative"
    # one person in two roles
    assert state.loc["SAL", "contact_id"] == state.loc["PRD", "contact_id"]


def test_cap_60_some_who_left_are_ghosts(made):
    truth = made.truth("contacts")
    gone = truth.dropna(subset="left_on")
    gone = gone[gone["duplicate_of"].isna()]
    assert len(gone) >= 20
    status = made.table("contacts").set_index("contact_id")["status"]
    ghosts = gone.loc[~gone["noticed"], "contact_id"]
    assert len(ghosts) >= 5
    assert (status.loc[ghosts] == "active").all()
    assert status.loc[gone.loc[gone["noticed"], "contact_id"]].isin(["left", "retired", "role_changed"]).all()


def test_cap_47_duplicate_people_share_a_mail_address(made):
    twice = made.truth("contacts").dropna(subset="duplicate_of")
    assert len(twice) >= 5
    people = made.table("contacts").set_index("contact_id")
    again, first = people.loc[twice["contact_id"]], people.loc[twice["duplicate_of"]]
    assert (again["email"].to_numpy() == first["email"].to_numpy()).all()


def test_nobody_reports_to_a_person_unknown_at_the_time(made):
    people = made.table("contacts")
    boss = people.merge(people, left_on="reports_to", right_on="contact_id", suffixes=("", "_boss"))
    assert (boss["created_on"] >= boss["created_on_boss"]).all()
    assert (boss["account_id"] == boss["account_id_boss"]).all()


def test_every_account_has_an_owner_of_its_own_team(made):
    both = made.table("accounts").merge(made.table("employees"), left_on="owner_id", right_on="employee_id")
    assert len(both) == 60
    assert (both["team_x"] == both["team_y"]).all()
    assert 6 <= both["owner_id"].nunique() <= 8


def test_mail_addresses_belong_to_nobody(made):
    assert made.table("contacts")["email"].str.fullmatch(r"[a-z'.-]+\.p\d{5}@[a-z0-9-]+\.example").all()


def test_honest_nobody_leaves(honest):
    assert honest.truth("contacts")["left_on"].isna().all()
    assert set(honest.table("contacts")["status"]) <= {"active", "unknown"}
    slots = honest.table("role_slots").sort_values("assessed_on", kind="stable")
    known = slots["contact_id"].notna()
    before = known.groupby([slots["account_id"], slots["role_code"]]).shift(fill_value=False)
    # a role that was filled is never empty afterwards
    assert not (before & ~known).any()
