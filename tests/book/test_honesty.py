"""The property the whole house stands on: what became known later changes nothing that is seen at as_of."""

from __future__ import annotations

import itertools
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accountbook.book import Book, write_load
from accountbook.tables import TABLES

ACCOUNTS = ["A", "B", "가나", "007"]
FIRST_EXPORT, LAST = 5, 31
COMPANY = {"name": "Nova Valves (invented)", "currency": "EUR"}
Rows = dict[str, list[dict]]


def day(offset: int) -> pd.Timestamp:
    return pd.Timestamp("2026-01-01") + pd.Timedelta(days=offset)


def known(row: dict, own: str) -> pd.Timestamp:
    """When a row became known, by the rule in words: the later of its own date and the day it was recorded."""
    dates = [pd.Timestamp(row[name]).normalize() for name in (own, "recorded_at") if row.get(name) is not None]
    return max(dates)


def maybe_recorded(random: Random, offset: int) -> dict:
    late = random.choice([None, None, 0, 3, 12])
    return {} if late is None else {"recorded_at": day(offset + late) + pd.Timedelta(hours=random.randrange(24))}


def order_lines(random: Random, low: int, high: int, tag: str) -> list[dict]:
    rows = []
    for number in range(random.randint(1, 12)):
        on = random.randint(low, high)
        rows.append(
            {
                "order_id": f"{tag}{random.randint(1, 4)}", "line": str(number), "account_id": random.choice(ACCOUNTS),
                "order_date": day(on), "kind": random.choice(["order", "order", "order", "return", "free"]),
                "item_id": random.choice(["P", "Q", None]), "quantity": float(random.randint(-3, 9)),
                "unit_price": random.choice([0.1, 0.7, 19.99]), "currency": random.choice(["EUR", "USD", "JPY"]),
                "discount": random.choice([None, 0.0, 0.15]), **maybe_recorded(random, on),
            }
        )  # fmt: skip
    return rows


def fx_rates(random: Random, low: int, high: int, tag: str) -> list[dict]:
    rows = []
    for _ in range(random.randint(0, 5)):
        on = random.randint(low, high)
        rate = round(random.uniform(0.5, 1.5), 4)
        rows.append({"currency": "USD", "date": day(on), "rate": rate, **maybe_recorded(random, on)})
    return rows


def contacts(random: Random, low: int, high: int, tag: str) -> list[dict]:
    rows = []
    for number in range(random.randint(0, 4)):
        on = random.randint(low, high)
        rows.append(
            {
                "contact_id": f"{tag}C{number}", "account_id": random.choice(ACCOUNTS), "name": f"Person {number}",
                "created_on": day(on), "status": random.choice(["left", "active"]),
                "status_on": random.choice([None, day(on + random.randint(0, 20))]),
                "last_verified_on": random.choice([None, day(on + random.randint(0, 20))]),
                **maybe_recorded(random, on),
            }
        )  # fmt: skip
    return rows


def role_slots(random: Random, low: int, high: int, tag: str) -> list[dict]:
    days = [random.randint(low, high) for _ in range(random.randint(0, 4))]
    return [
        {"account_id": random.choice(ACCOUNTS), "role_code": f"{tag}{place}", "assessed_on": day(on),
         "disposition": random.choice(["favourable", "negative"]), **maybe_recorded(random, on)}
        for place, on in enumerate(days)
    ]  # fmt: skip


def items(random: Random, low: int, high: int, tag: str) -> list[dict]:
    names = ["P", "Q"] if tag == "past" else ["R"]
    return [
        {"item_id": name, "launched_on": day(random.randint(low, high)), "predecessor_id": random.choice([None, "P"]),
         "ends_on": random.choice([None, day(random.randint(high, LAST + 20))])}
        for name in names
    ]  # fmt: skip


OWN = {
    "order_lines": "order_date", "fx_rates": "date", "contacts": "created_on", "role_slots": "assessed_on",
    "items": "launched_on",
}  # fmt: skip
MAKERS = {
    "order_lines": order_lines,
    "fx_rates": fx_rates,
    "contacts": contacts,
    "role_slots": role_slots,
    "items": items,
}
SELF_DATED = {"contacts": [("status_on", "status", ["left", "retired"])], "items": [("ends_on", None, [])]}


def deals(random: Random, as_of: int, past: Rows | None) -> Rows:
    """Deals and their log. With `past`, another future for the deals that were known, and other new deals."""
    found: Rows = {"opportunities": [], "opportunity_changes": []}
    if past is None:
        kept = [
            {"opportunity_id": f"D{number}", "account_id": random.choice(ACCOUNTS),
             "created_on": day(random.randint(-9, as_of)), "product_line": random.choice(["pumps", None]),
             "_logged": random.random() < 0.5}
            for number in range(random.randint(0, 4))
        ]  # fmt: skip
    else:
        kept = [row for row in past["opportunities"] if row["created_on"] <= day(as_of)]
    for deal in kept:
        key, created = deal["opportunity_id"], deal["created_on"]
        now = dict(deal)
        for field, values in {
            "amount": [1200.0, 0.5, 41_000.25, None],
            "seller_stage": ["lead", "offer", "verbal"],
            "expected_close": [day(40), day(55), None],
            "channel_open": [True, False, None],
        }.items():
            if past is None:
                value = random.choice(values)
                log = []
                if deal["_logged"]:
                    log.append({"old": None, "new": value, "changed_at": created + pd.Timedelta(hours=9)})
                for _ in range(random.randint(0, 2)):
                    at = created + pd.Timedelta(days=random.randint(1, 12), hours=10)
                    late = (
                        {"recorded_at": at + pd.Timedelta(days=4)} if deal["_logged"] and random.random() < 0.3 else {}
                    )
                    log.append({"new": random.choice(values), "changed_at": at, **late})
                log.sort(key=lambda row: row["changed_at"])
                for before, after in itertools.pairwise(log):
                    after["old"] = before["new"]
                if log and "old" not in log[0]:
                    log[0]["old"] = value
                now[field] = log[-1]["new"] if log else value
            else:
                log = [
                    row for row in past["opportunity_changes"]
                    if row["opportunity_id"] == key and row["field"] == field and known(row, "changed_at") <= day(as_of)
                ]  # fmt: skip
                everything = [
                    row for row in past["opportunity_changes"] if row["opportunity_id"] == key and row["field"] == field
                ]
                later = [row for row in everything if row not in log]
                before = log[-1]["new"] if log else later[0]["old"] if later else deal[field]
                if deal["_logged"] and random.random() < 0.5:
                    # the creation is on record: what later entries claim of the past is of no weight
                    before, now[field] = random.choice(values), random.choice(values)
                else:
                    now[field] = before
                for hours in range(random.randint(0, 2)):
                    after = random.choice(values)
                    at = day(as_of + 1) + pd.Timedelta(hours=hours)
                    log = [*log, {"old": before, "new": after, "changed_at": at}]
                    before = now[field] = after
            found["opportunity_changes"] += [row | {"opportunity_id": key, "field": field} for row in log]
        was_closed = past is not None and deal.get("closed_on") is not None and deal["closed_on"] <= day(as_of)
        if not was_closed:
            closes = random.choice(
                [None, as_of + random.randint(1, 9)] + ([random.randint(0, as_of)] if past is None else [])
            )
            closed_on = None if closes is None else max(day(closes), created)
            now |= {
                "closed_on": closed_on,
                "outcome": random.choice([None, "open"]) if closed_on is None else random.choice(["won", "lost"]),
                "reasons": None if closed_on is None else random.choice(["price", "trust"]),
            }
        found["opportunities"].append(now)
    if past is not None:
        for number in range(random.randint(0, 2)):
            new = {"opportunity_id": f"N{number}", "account_id": random.choice(ACCOUNTS), "amount": 5.0,
                   "created_on": day(as_of + 1 + number), "outcome": "open", "_logged": False}  # fmt: skip
            found["opportunities"].append(new)
    return found


def undated(random: Random, names: list[str]) -> Rows:
    return {
        "accounts": [
            {"account_id": one, "name": f"{one} {random.randint(1, 3)}", "tier": random.choice(["A", "B"])}
            for one in names
        ],
        "employees": [{"employee_id": "E", "name": random.choice(["Kim", "Lee"])}] if random.random() < 0.8 else [],
    }  # fmt: skip


def world(random: Random, as_of: int) -> Rows:
    """Everything that the second export shows."""
    rows = {name: make(random, -20, LAST - 1, "past") for name, make in MAKERS.items()}
    return rows | deals(random, as_of, None) | undated(random, ACCOUNTS)


def with_another_future(random: Random, rows: Rows, as_of: int) -> Rows:
    """The same world until `as_of`; all that became known later is altered, shuffled, deleted or made up."""
    other = {}
    for name, make in MAKERS.items():
        kept = [dict(row) for row in rows[name] if known(row, OWN[name]) <= day(as_of)]
        later = [dict(row) for row in rows[name] if known(row, OWN[name]) > day(as_of)]
        for row in kept:
            for dated, value, choices in SELF_DATED.get(name, []):
                if row.get(dated) is not None and row[dated] > day(as_of):
                    row[dated] = day(as_of + random.randint(1, 30))
                    if value:
                        row[value] = random.choice(choices)
        later = [row for row in later if random.random() < 0.5]
        later += make(random, as_of + 1, LAST + 5, "new")
        random.shuffle(later)
        for row in later:
            kept.insert(random.randint(0, len(kept)), row)
        other[name] = kept
    other |= deals(random, as_of, rows)
    # rows without any date: this export shows others, the one before as_of had shown what was known then
    return other | undated(random, [*random.sample(ACCOUNTS, 3), "new"])


def known_first(rows: Rows) -> Rows:
    """What the first export shows of the tables with dates: all that was known by then."""
    return {name: [row for row in rows[name] if known(row, own) <= day(FIRST_EXPORT)] for name, own in OWN.items()}


def text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else repr(value)


def frames(rows: Rows) -> dict[str, pd.DataFrame]:
    tables = {}
    for name, some in rows.items():
        clean = [{key: value for key, value in row.items() if not key.startswith("_")} for row in some]
        if name == "opportunity_changes":
            clean = [row | {"old": text(row.get("old")), "new": text(row.get("new"))} for row in clean]
        tables[name] = TABLES[name].frame(clean)
    return tables


def write(path: Path, rows: Rows, before: Rows) -> Book:
    options = {"rejected": {}, "report": {}, "company": COMPANY}
    write_load(path, frames(before), exported_on=day(FIRST_EXPORT), **options)
    write_load(path, frames(rows), exported_on=day(LAST), **options)
    return path


def seen(book: Book) -> dict[str, pd.DataFrame]:
    """All that the doors give."""
    found = {name: book.table(name) for name in TABLES} | {"order_days": book.order_days()}
    return found | {"accounts()": pd.DataFrame({"id": book.accounts()})}


def assert_same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, other[name], check_exact=True, obj=name)


@pytest.fixture(autouse=True, scope="module")
def no_waiting_for_the_disk():
    """These worlds need not survive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda handle: None)
        yield


# a world is large and slow to write: shrinking it would take longer than reading it
MANY = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@MANY
@given(random=st.randoms(use_true_random=False), as_of=st.integers(FIRST_EXPORT + 3, 20))
def test_what_became_known_later_changes_nothing_seen_at_as_of(random: Random, as_of: int):
    rows = world(random, as_of)
    rows["order_lines"].append(
        {"order_id": "0", "account_id": "A", "order_date": day(-21), "kind": "order", "quantity": 1.0,
         "unit_price": 1.0, "currency": "EUR"}
    )  # fmt: skip
    before = undated(random, ACCOUNTS) | known_first(rows)
    other = with_another_future(random, rows, as_of)
    with TemporaryDirectory() as folder:
        one = write(Path(folder, "one"), rows, before)
        two = write(Path(folder, "two"), other, before)
        now, then = day(as_of), day(as_of - 3)
        books = [Book.open(path, now) for path in (one, two)]
        assert_same(seen(books[0]), seen(books[1]))
        for place, view in enumerate(books[0].snapshots([now, then])):
            assert_same(seen(view), seen(books[1].snapshots([now, then])[place]))
            assert_same(seen(view), seen(Book.open(two, [now, then][place])))
        for account_id in random.sample(books[0].accounts(), 2):
            hashes = [
                book.export_slice(account_id, Path(folder, f"{number}-{account_id}"))
                for number, book in enumerate(books)
            ]
            assert hashes[0] == hashes[1]
            sliced = Book.open(Path(folder, f"1-{account_id}"), now)
            for earlier in (now, then):
                whole = books[0].account(account_id).at(earlier)
                for name in set(TABLES) - {"items", "fx_rates"}:
                    pd.testing.assert_frame_equal(sliced.at(earlier).table(name), whole.table(name), obj=name)
                pd.testing.assert_frame_equal(sliced.at(earlier).order_days(), whole.order_days())


@MANY
@given(random=st.randoms(use_true_random=False), as_of=st.integers(-5, LAST))
def test_order_days_are_the_sums_of_the_lines_known(random: Random, as_of: int):
    rows = world(random, 10)
    with TemporaryDirectory() as folder:
        start = {"order_id": "0", "account_id": "A", "order_date": day(-30), "kind": "free", "quantity": 1.0,
                 "unit_price": 0.0, "currency": "EUR"}  # fmt: skip
        rows["order_lines"].append(start)
        path = write(Path(folder, "book"), rows, known_first(rows))
        book = Book.open(path, day(as_of))
        found = book.order_days()
        lines = book.table("order_lines")
        assert len(lines) == sum(known(row, "order_date") <= day(as_of) for row in rows["order_lines"])
        lines = lines[lines["kind"] == "order"]
        grouped = lines.groupby(["account_id", "order_date"])
        assert found["lines"].tolist() == grouped.size().tolist()
        pd.testing.assert_series_equal(
            found["amount"], grouped["amount"].sum(min_count=1).reset_index(drop=True), check_names=False
        )
        assert found["quantity"].tolist() == pytest.approx(grouped["quantity"].sum().tolist())
        assert found[["account_id", "order_date"]].equals(grouped.size().index.to_frame(index=False))
        assert (found["known_on"] <= day(as_of)).all()
        assert (found["known_on"] >= found["order_date"]).all()
