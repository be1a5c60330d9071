"""Whether people are still there: what is said, what is judged, and what nobody may see."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from accountbook.features import people_features
from accountbook.models.contacts import AHEAD, FOLLOW, STEP, predict_contacts, rolling_contacts, share_kept
from accountbook.models.departures import DepartureModel
from accountbook.models.kinds import ContactPrediction as P
from accountbook.models.kinds import kind_columns
from accountbook.tables import TABLES

AS_OF = "2026-03-31"
LINES = [("A-000", "2024-01-01", 10.0), ("A-007", "2024-01-01", 10.0)]


def make_people(number: int, *, leaving: float, ghosts: bool = False, seed: int = 3) -> dict[str, pd.DataFrame]:
    """People written down four years ago, of whom a share a year leaves; those still there are met now and then.

    With ``ghosts`` nobody notes a departure, but a mail comes back a month later.
    """
    rng = np.random.default_rng(seed)
    people, events = [], []
    for place in range(number):
        name, account = f"P-{place:03}", f"A-{place % 40:03}"
        left = int(rng.exponential(365.25 / leaving)) if leaving else 10**6
        row = {"contact_id": name, "account_id": account, "created_on": "2022-04-01", "status": "active"}
        if left < 1450 and ghosts:
            back = pd.Timestamp("2022-04-01") + pd.Timedelta(days=left + 30)
            row |= {"bounced_on": back}
        elif left < 1450:
            row |= {"status": "left", "status_on": pd.Timestamp("2022-04-01") + pd.Timedelta(days=left)}
        people.append(row)
        pace = rng.choice([40, 300])
        day = rng.exponential(pace)
        while day < min(left, 1450):
            met = pd.Timestamp("2022-04-01") + pd.Timedelta(days=int(day))
            events.append({"event_id": f"{name}-{int(day)}", "account_id": account, "met_on": met, "contact_id": name})
            day += 1 + rng.exponential(pace)
    return {
        "contacts": TABLES["contacts"].frame(people),
        "contact_events": TABLES["contact_events"].frame(events).drop_duplicates("event_id", ignore_index=True),
    }


@pytest.fixture(scope="module")
def company(make_book, order_lines):
    """A book of 200 people of whom a fifth a year leaves; nobody notes it, mails come back."""
    return make_book(order_lines(LINES), AS_OF, **make_people(200, leaving=0.2, ghosts=True))


@pytest.fixture(scope="module")
def frames(company) -> dict[str, pd.DataFrame]:
    """Its predictions."""
    return predict_contacts(company)


def test_one_row_per_person_with_the_contracts_columns(company, frames) -> None:
    made = frames["contacts"]
    assert list(made.columns) == kind_columns("contacts")
    assert made[P.contact_id].tolist() == sorted(company.table("contacts")["contact_id"])
    assert (made[P.p_in_role] <= made[P.p_there]).all() and made[P.p_there].between(0, 1).all()
    assert (made[P.confirmed_on] <= company.as_of).all()


def test_the_gate_opens_where_evidence_tells_and_the_chances_are_calibrated(frames) -> None:
    quality = frames["quality_contacts"].set_index(["target", "metric"])
    assert set(quality["shown"]) == {"model"} and set(frames["contacts"][P.shown]) == {"model"}
    loss = quality.loc[("there", "log_loss")]
    assert loss["value"] < loss["naive"] and loss["skill_lo"] > 0
    assert quality.loc[("there", "ece"), "value"] < 0.06


@pytest.mark.parametrize(("leaving", "near"), [(0.05, 0.02), (0.5, 0.1)])
def test_the_rate_is_the_companys_own(make_book, order_lines, leaving, near) -> None:
    book = make_book(order_lines(LINES), AS_OF, **make_people(120, leaving=leaving))
    assert DepartureModel.learn(people_features(book), book.as_of).going.mean == pytest.approx(leaving, abs=near)


def test_where_evidence_says_nothing_everybodys_share_is_shown_but_what_was_said_stands(make_book, order_lines) -> None:
    # departures are noted at once and hit all alike: who was seen yesterday leaves as soon as who was not
    tables = make_people(200, leaving=0.3)
    frames = predict_contacts(make_book(order_lines(LINES), AS_OF, **tables))
    assert set(frames["quality_contacts"]["shown"]) == {"naive"}
    made = frames["contacts"].set_index(P.contact_id)
    left = tables["contacts"].set_index("contact_id")["status"] == "left"
    assert left.sum() > 50
    assert (made.loc[left, [P.p_there, P.p_there_hi, P.p_in_role]] == 0).all(axis=None)
    assert set(made.loc[left, P.ladder]) == {"facts"}
    rest = made[~left]
    assert rest[P.p_there].nunique() == 1 and (rest[P.p_in_role] == rest[P.p_naive]).all()
    assert ((rest[P.p_there_lo] < rest[P.p_there]) & (rest[P.p_there] < rest[P.p_there_hi])).all()


def test_nobody_leaves_and_nothing_can_be_judged(make_book, order_lines) -> None:
    made = predict_contacts(make_book(order_lines(LINES), AS_OF, **make_people(60, leaving=0.0)))
    assert made["quality_contacts"].empty
    assert set(made["contacts"][P.shown]) == {"model"} and (made["contacts"][P.p_there] > 0.9).all()


def test_a_book_without_people_and_a_person_of_whom_nothing_is_known(make_book, order_lines) -> None:
    none = predict_contacts(make_book(order_lines(LINES), AS_OF))
    assert none["contacts"].empty and none["quality_contacts"].empty
    people = TABLES["contacts"].frame([{"contact_id": "P", "account_id": "A-000", "name": "Somebody"}])
    [row] = predict_contacts(make_book(order_lines(LINES), AS_OF, contacts=people))["contacts"].to_dict("records")
    assert (row[P.shown], row[P.ladder], row[P.confirmed_by]) == ("none", "facts", "")
    assert pd.isna(row[P.p_there]) and pd.isna(row[P.confirmed_on])


def test_what_came_after_as_of_changes_nothing(make_book, order_lines) -> None:
    tables = make_people(40, leaving=0.3, ghosts=True)
    lines = order_lines(LINES)
    later = tables["contact_events"]["met_on"] > pd.Timestamp("2025-06-30")
    cut = {**tables, "contact_events": tables["contact_events"][~later].reset_index(drop=True)}
    gone = cut["contacts"]["bounced_on"] > pd.Timestamp("2025-06-30")
    cut["contacts"] = cut["contacts"].assign(bounced_on=cut["contacts"]["bounced_on"].mask(gone))
    assert later.any() and gone.any()
    books = [make_book(lines, "2025-06-30", **one) for one in (tables, cut)]
    made = [predict_contacts(book) for book in books]
    for kind in made[0]:
        pd.testing.assert_frame_equal(made[0][kind], made[1][kind])


def test_an_outcome_needs_a_sign(make_book, order_lines) -> None:
    as_of = pd.Timestamp(AS_OF)
    origin = as_of - pd.Timedelta(days=AHEAD + FOLLOW)
    on = [origin + pd.Timedelta(days=AHEAD + shift) for shift in (0, FOLLOW, -1)]
    people = [
        {"contact_id": f"P{place}", "account_id": "A-000", "created_on": "2020-01-01", "status": "active"}
        for place in range(6)
    ]
    people[3] |= {"status": "left", "status_on": on[0]}
    people[4] |= {"status": "left", "status_on": on[0] + pd.Timedelta(days=1)}
    people[5] |= {"status": "role_changed", "status_on": on[0]}
    met = [
        {"event_id": f"{n}", "account_id": "A-000", "met_on": day, "contact_id": f"P{n}"} for n, day in enumerate(on)
    ]
    met.append(met[0] | {"event_id": "5", "contact_id": "P5"})
    tables = {"contacts": TABLES["contacts"].frame(people), "contact_events": TABLES["contact_events"].frame(met)}
    rows = rolling_contacts(make_book(order_lines(LINES), AS_OF, **tables), origins=1).set_index(P.contact_id)
    assert set(rows["origin"]) == {origin}
    # met on the day, at the end of the wait, and a day too early; left by the day, and after it; changed role, but met
    assert rows["y_there"].fillna(-1).tolist() == [1, 1, -1, 0, 1, 1]
    assert rows["y_in_role"].fillna(-1).tolist() == [1, 1, -1, 0, 1, 0]


def test_each_person_counts_once_in_everybodys_share() -> None:
    rows = pd.DataFrame({P.contact_id: ["a", "a", "b", "b", "c"], "y_there": [1.0, 1.0, 1.0, 0.0, np.nan]})
    # two people, three quarters of whose dates went well: (1 + 1.5) / (2 + 2)
    assert share_kept(rows, "there").mean == pytest.approx(0.625)
    assert (AHEAD + FOLLOW) % STEP == 0


def test_an_accounts_book_finds_its_own_people_only(company) -> None:
    from accountbook.models import predictions

    predictions(company, "contacts")
    one = predictions(company.account("A-007"), "contacts")
    assert set(one[P.account_id]) == {"A-007"} and len(one) == 5
