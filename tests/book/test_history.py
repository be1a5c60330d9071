"""What the product promises of loads: as of any day before a newer export, the book reads as it did without it.

Rows are made from the schemas, so that a table that is added later is in it.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accountbook.book import Book, BookError, write_load
from accountbook.book import load as load_module
from accountbook.book.versions import LATE_DAYS
from accountbook.tables import TABLES, Row, Table

START = pd.Timestamp("2026-01-01")
EXPORTS = [60, 90, 120]
ACCOUNTS = ["A", "B", "007"]
DEALS = {"opportunities", "opportunity_changes"}
PARTS = [[name for name in TABLES if name in {"order_lines", *DEALS, *list(TABLES)[start::6]}] for start in range(6)]
"""Every table is in one of these at least; a book of all of them would be slow to write again and again."""
ABOUT = {"rejected": {}, "report": {}, "company": {"name": "Nova Valves (invented)", "currency": "EUR"}}
Rows = dict[str, list[dict]]


def day(offset: int) -> pd.Timestamp:
    return START + pd.Timedelta(days=offset)


def value(random: Random, table: Table, column: str, offsets: list[int]) -> object:
    """A value of a column's dtype out of few, so that they meet again; dates are days of `offsets`."""
    needed = column in table.required or column == "kind"
    if not needed and random.random() < (0.7 if column == Row.recorded_at else 0.25):
        return None
    if column in table.words:
        return random.choice(table.words[column])
    match table.dtypes[column]:
        case "datetime64[us]":
            return day(random.choice(offsets)) + pd.Timedelta(hours=9 if column in ("recorded_at", "changed_at") else 0)
        case "float64":
            return random.choice([0.1, 0.7, 1 / 3])
        case "Int64":
            return random.choice([1, 3])
        case "boolean":
            return random.choice([True, False])
    if column == "account_id":
        return random.choice(ACCOUNTS)
    if column == "field":
        return random.choice(["amount", "seller_stage", "expected_close"])
    if "currency" in column:
        return random.choice(["EUR", "USD"])
    return f"{column} {random.randint(1, 3)}"


def row(random: Random, table: Table, offsets: list[int]) -> dict:
    derived = {name for name, meaning in table.meanings.items() if meaning.derived} - {"kind"}
    return {name: value(random, table, name, offsets) for name in table.columns if name not in derived}


def rows_of(random: Random, names: list[str], offsets: list[int]) -> Rows:
    """What a first export shows of some tables."""
    found = {}
    for name in names:
        table = TABLES[name]
        if random.random() < 0.85 or name == "order_lines":
            found[name] = [row(random, table, offsets) for _ in range(random.randint(0, 5))]
    # a line that stays as it is, so that something is always known
    found["order_lines"].append(
        {"order_id": "0", "account_id": "A", "order_date": day(-90), "kind": "order", "quantity": 1.0,
         "unit_price": 1.0, "currency": "EUR"}
    )  # fmt: skip
    return one_each(found)


def one_each(rows: Rows) -> Rows:
    """One row of each key, as ingest gives them; of order lines and the log there may be several."""
    out = {}
    for name, some in rows.items():
        if name in ("order_lines", "opportunity_changes"):
            out[name] = some
            continue
        key = TABLES[name].about.key
        out[name] = list({tuple(str(one[column]) for column in key): one for one in some}.values())
    return out


def next_export(random: Random, names: list[str], rows: Rows, offsets: list[int]) -> Rows:
    """The same company later: rows edited, deleted and added, tables that come and go, in another order."""
    found = {}
    for name in names:
        table = TABLES[name]
        if name not in rows and random.random() < 0.5:
            continue
        if name in rows and name != "order_lines" and random.random() < 0.1:
            continue
        mine = []
        for one in rows.get(name, []):
            fate = random.random()
            if fate < 0.15 and one.get("order_id") != "0":
                continue
            one = dict(one)
            if fate > 0.6 and one.get("order_id") != "0":
                for column in random.sample(list(one), random.randint(1, 3)):
                    one[column] = value(random, table, column, offsets)
            mine.append(one)
        mine += [row(random, table, offsets) for _ in range(random.randint(0, 2))]
        if random.random() < 0.3:
            random.shuffle(mine)
        found[name] = mine
    return one_each(found)


def write(path: Path, rows: Rows, export: int) -> str:
    tables = {name: TABLES[name].frame(some) for name, some in rows.items()}
    return write_load(path, tables, exported_on=day(export), **ABOUT)


def seen(book: Book, names: list[str]) -> dict[str, pd.DataFrame]:
    """All that the doors give of some tables."""
    found = {name: book.table(name) for name in names} | {"order_days": book.order_days()}
    found["accounts()"] = pd.DataFrame({"id": book.accounts()})
    return found | {"has": pd.DataFrame({"has": [book.has(name) for name in names]}, index=names)}


def assert_equal(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame], where: str) -> None:
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, other[name], check_exact=True, obj=f"{where}: {name}")


def assert_same(one: Book, other: Book, names: list[str], folder: Path) -> None:
    """Two books give the same, whole and of one account, and the account's slices are the same."""
    assert_equal(seen(one, names), seen(other, names), f"{one.as_of:%m-%d}")
    for account_id in one.accounts()[:1]:
        mine, theirs = one.account(account_id), other.account(account_id)
        assert_equal(seen(mine, names), seen(theirs, names), account_id)
        with TemporaryDirectory(dir=folder) as place:
            slices = [book.export_slice(account_id, Path(place, str(n))) for n, book in enumerate((one, other))]
            assert slices[0] == slices[1]
            for earlier in (one.as_of, one.as_of - pd.Timedelta(days=20)):
                # a slice has the items and rates of its account only
                whole = {
                    name: frame
                    for name, frame in seen(mine.at(earlier), names).items()
                    if name not in ("items", "fx_rates")
                }
                for number in range(2):
                    sliced = Book.open(Path(place, str(number)), one.as_of).at(earlier)
                    assert_equal(whole, seen(sliced, names), f"slice on {earlier:%m-%d}")


def opened(path: Path, offset: int, load: str) -> Book | None:
    try:
        return Book.open(path, day(offset), load=load)
    except BookError:
        return None  # nothing was known then


@pytest.fixture(autouse=True, scope="module")
def small_books():
    """These books need not survive a power cut, and have few files, as many as may be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda handle: None)
        patch.setattr(load_module, "partitions_for", lambda rows: [1, 2, 4][rows % 3])
        yield


# a number instead of drawn choices: a world is large, and shrinking it would take longer than reading it
SEEDS = st.integers(0, 2**32)
MANY = settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("names", PARTS, ids=range(6))
@MANY
@given(seed=SEEDS)
def test_up_to_the_export_before_a_book_reads_as_without_the_later_loads(names: list[str], seed: int):
    random, anywhen = Random(seed), list(range(-40, 150, 3))
    exports = [rows_of(random, names, anywhen)]
    for _ in EXPORTS[1:]:
        exports.append(next_export(random, names, exports[-1], anywhen))
    with TemporaryDirectory() as folder:
        path = Path(folder, "book")
        loads = [write(path, rows, export) for rows, export in zip(exports, EXPORTS, strict=True)]
        for place, export in enumerate(EXPORTS[:-1]):
            offset = random.choice([export, random.randint(-30, export)])
            one = opened(path, offset, loads[place])
            for later in loads[place + 1 :]:
                other = opened(path, offset, later)
                assert (one is None) == (other is None)
                if one is not None:
                    assert_same(one, other, names, Path(folder))


@pytest.mark.parametrize("names", PARTS, ids=range(6))
@MANY
@given(seed=SEEDS, offset=st.integers(-40, EXPORTS[1] - 1))
def test_until_a_later_export_a_book_reads_as_without_it_if_no_row_says_since_when_it_is_so(
    names: list[str], seed: int, offset: int
):
    random = Random(seed)
    long_ago = [*range(-40, EXPORTS[0] - LATE_DAYS, 3), EXPORTS[1] + 1, EXPORTS[1] + 20]
    first = rows_of(random, names, long_ago)
    with TemporaryDirectory() as folder:
        path = Path(folder, "book")
        loads = [write(path, first, EXPORTS[0]), write(path, next_export(random, names, first, long_ago), EXPORTS[1])]
        one, other = (opened(path, offset, load) for load in loads)
        assert (one is None) == (other is None)
        if one is not None:
            assert_same(one, other, names, Path(folder))


@pytest.mark.parametrize("names", PARTS, ids=range(6))
@MANY
@given(seed=SEEDS, offset=st.integers(EXPORTS[1], 150))
def test_since_its_own_export_a_book_reads_as_if_there_had_been_no_other(names: list[str], seed: int, offset: int):
    random, anywhen = Random(seed), list(range(-40, 150, 3))
    first = rows_of(random, names, anywhen)
    second = next_export(random, names, first, anywhen)
    with TemporaryDirectory() as folder:
        write(Path(folder, "both"), first, EXPORTS[0])
        for name in ("both", "alone"):
            write(Path(folder, name), second, EXPORTS[1])
        one, other = (Book.open(Path(folder, name), day(offset)) for name in ("alone", "both"))
        # a deal's log keeps what the earlier export told; its present values are compared below
        for name in sorted(set(names) - DEALS):
            pd.testing.assert_frame_equal(
                one.table(name).drop(columns=Row.first_loaded_on),
                other.table(name).drop(columns=Row.first_loaded_on),
                check_exact=True,
                obj=name,
            )
        days = one.order_days().drop(columns="known_on")
        pd.testing.assert_frame_equal(days, other.order_days().drop(columns="known_on"))
        assert one.accounts() == other.accounts()
