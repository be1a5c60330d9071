"""One account's slice: all that its page may know, and nothing of anybody else."""

from __future__ import annotations

import pandas as pd
import pytest

from accountbook.book import Book, BookError, write_load
from accountbook.tables import TABLES, Scope

AS_OF = pd.Timestamp("2026-10-31")


@pytest.fixture
def book(load, book_path, order_line) -> Book:
    """Two accounts of two teams; every text of one holds its marker."""

    def of(mark: str) -> dict[str, list[dict]]:
        a, currency = f"{mark}-1", "USD" if mark == "south" else "JPY"
        deal, slot = {"opportunity_id": f"{mark}-d"}, {"role_code": "BUY", "assessed_on": "2026-02-01"}
        person = {"contact_id": f"{mark}-k", "name": f"{mark} person", "created_on": "2026-01-05"}
        follows = {f"{mark}-P1": None, f"{mark}-P2": f"{mark}-P1", f"{mark}-P3": f"{mark}-P2", f"{mark}-X": None}
        return {
            "accounts": [{"account_id": a, "name": f"{mark} works"}],
            "account_aliases": [{"alias_id": f"{mark}-old", "account_id": a}],
            "contacts": [person | {"account_id": a}],
            "role_slots": [slot | {"account_id": a, "evidence": f"{mark} said"}],
            "items": [{"item_id": one, "predecessor_id": before} for one, before in follows.items()],
            "order_lines": [order_line(a, "2026-03-02", item_id=f"{mark}-P1", currency=currency)],
            "fx_rates": [{"currency": currency, "date": "2026-03-01", "rate": 0.5}],
            "opportunities": [deal | {"account_id": a, "created_on": "2026-04-01", "amount": 5.0}],
            "opportunity_changes": [deal | {"field": "amount", "old": "3", "new": "5", "changed_at": "2026-05-01"}],
        }

    north, south = of("north"), of("south")
    rows = {name: north[name] + south[name] for name in north} | {"employees": [{"employee_id": "E", "name": "Kim"}]}
    load(rows, report={"sources": [{"file": "north.csv"}], "tables": {}})
    return Book.open(book_path, AS_OF)


def predict(book: Book, as_of: pd.Timestamp, p: float) -> None:
    frame = pd.DataFrame({"account_id": ["north-1", "south-1"], "as_of": as_of.as_unit("us"), "p_no_order": [p, p / 2]})
    book.ledger.write_predictions("accounts", frame, load_id=book.load_id, as_of=as_of, code="c")


def test_a_slice_opens_like_the_accounts_book(book, tmp_path):
    book.export_slice("south-1", tmp_path / "slice")
    found, whole = Book.open(tmp_path / "slice", AS_OF), book.account("south-1")
    assert (found.account_id, found.accounts(), found.load_id) == ("south-1", ["south-1"], book.load_id)
    assert (found.first_export, found.exported_on, found.settings) == (
        whole.first_export,
        whole.exported_on,
        whole.settings,
    )
    for day in ("2026-10-31", "2026-04-15"):
        for name in set(TABLES) - {"items", "fx_rates"}:
            pd.testing.assert_frame_equal(found.at(day).table(name), whole.at(day).table(name), obj=name)
            assert found.has(name) == whole.has(name)
        pd.testing.assert_frame_equal(found.at(day).order_days(), whole.at(day).order_days())
    assert found.at("2026-04-15").table("opportunities")["amount"].tolist() == [3.0]
    assert found.account("south-1") is found
    with pytest.raises(BookError, match="holds account south-1 only"):
        found.account("north-1")


def test_a_slice_takes_the_items_bought_with_their_successors_and_the_rates_of_its_currencies(book, tmp_path):
    book.export_slice("south-1", tmp_path / "slice")
    found = Book.open(tmp_path / "slice", AS_OF)
    assert found.table("items")["item_id"].tolist() == ["south-P1", "south-P2", "south-P3"]
    assert found.table("fx_rates")["currency"].tolist() == ["USD"]
    predicted = pd.DataFrame({"account_id": ["south-1"], "item_id": ["south-X"], "p": [0.4]})
    book.ledger.write_predictions("items", predicted, load_id=book.load_id, as_of=AS_OF, code="c")
    book.export_slice("south-1", tmp_path / "other")
    assert "south-X" in set(Book.open(tmp_path / "other", AS_OF).table("items")["item_id"])


def test_A14_nothing_of_another_account_is_in_a_slice(book, tmp_path):
    predict(book, AS_OF, 0.4)
    book.export_slice("south-1", tmp_path / "slice")
    found = Book.open(tmp_path / "slice", AS_OF)
    texts = [found.table(name).to_csv() for name in TABLES] + [found.order_days().to_csv(), str(found.load_report)]
    texts.append(found.ledger.predictions("accounts", load_id=found.load_id, as_of=AS_OF).to_csv())
    assert all("north" not in text for text in texts)
    assert sum("south" in text for text in texts) >= 8
    # and not in the files either, where text lies as it is
    assert all(b"north" not in path.read_bytes() for path in (tmp_path / "slice").rglob("*") if path.is_file())
    assert all(found.table(name).empty for name, table in TABLES.items() if table.about.scope is Scope.COMPANY)


def test_A12_nobody_s_address_travels_with_a_slice_or_counts_for_its_hash(book, tmp_path):
    path = book.path / "book.toml"
    first = book.export_slice("north-1", tmp_path / "first")
    text = path.read_text(encoding="utf-8").replace("# risk = 0.25", "risk = 0.4")
    path.write_text(f"{text}\n# canary\n[mail.owners]\nE1 = 'canary@sales.example'\n", encoding="utf-8")
    second = Book.open(book.path, AS_OF).export_slice("north-1", tmp_path / "second")
    assert b"canary" not in (tmp_path / "second" / "book.toml").read_bytes()
    read = Book.open(tmp_path / "second", AS_OF).settings
    assert (read.thresholds.risk, read.company, read.mail) == (0.4, book.settings.company, type(read.mail)())
    assert second != first  # for the threshold's sake
    text = path.read_text(encoding="utf-8").replace("canary@", "other@")
    path.write_text(text, encoding="utf-8")
    assert Book.open(book.path, AS_OF).export_slice("north-1", tmp_path / "third") == second


def test_A14_no_text_of_another_account_in_any_table_reaches_a_slice(marked_tables, tmp_path):
    own = {"team": "South", "owner_id": "E"}
    tables = marked_tables({"zqsouth": own, "zqnorth": own})
    company = {"name": "Nova (invented)", "currency": "EUR"}
    exported_on = pd.Timestamp("2026-11-01")
    write_load(tmp_path / "book", tables, rejected={}, report={}, company=company, exported_on=exported_on)
    book = Book.open(tmp_path / "book", AS_OF)
    of_deals = pd.DataFrame({"opportunity_id": ["zqnorth-opportunity_id"], "p_win": [0.4]})
    book.ledger.write_predictions("hints", of_deals, load_id=book.load_id, as_of=AS_OF, code="c")
    book.export_slice("zqsouth-account_id", tmp_path / "slice")
    found = Book.open(tmp_path / "slice", AS_OF)
    told = {name: found.table(name).to_csv() for name in TABLES}
    assert all("zqnorth" not in text for text in told.values())
    for name, table in TABLES.items():
        if table.about.scope is Scope.ACCOUNT:
            assert "zqsouth" in told[name], name
    # a kind that speaks of deals and does not say whose they are is nobody's
    assert found.ledger.kinds() == []
    assert all(b"zqnorth" not in path.read_bytes() for path in (tmp_path / "slice").rglob("*") if path.is_file())


def test_a_slice_takes_its_predictions_of_this_date_and_the_earlier_ones(book, tmp_path):
    days = [pd.Timestamp(day) for day in ("2026-05-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30")]
    for number, day in enumerate(days):
        predict(book, day, 0.1 * (number + 1))
    quality = pd.DataFrame({"metric": ["log_loss"], "value": [0.5]})
    book.ledger.write_predictions("quality_orders", quality, load_id=book.load_id, as_of=AS_OF, code="c")
    said = pd.DataFrame({"account_id": ["south-1"], "p": [0.5]})
    for kind in ("said_orders", "graded_orders"):
        book.ledger.write_predictions(kind, said, load_id=book.load_id, as_of=AS_OF, code="c")
    for kind in ("pipeline", "groups_orders", "groups_deals"):
        whole = pd.DataFrame({"target": ["deals"], "value": [0.5]})
        book.ledger.write_predictions(kind, whole, load_id=book.load_id, as_of=AS_OF, code="c")
    book.export_slice("south-1", tmp_path / "slice")
    ledger = Book.open(tmp_path / "slice", AS_OF).ledger
    # what the whole book is graded by, and what is said of all of it, is on no account's page
    assert ledger.kinds() == ["accounts", "quality_orders"]
    now = ledger.predictions("accounts", load_id=book.load_id, as_of=AS_OF)
    assert now["p_no_order"].tolist() == pytest.approx([0.2])
    # May lies more than 100 days back, November ahead
    assert ledger.history("accounts", before=AS_OF)["p_no_order"].tolist() == pytest.approx([0.1, 0.15])
    assert ledger.predictions("quality_orders", load_id=book.load_id, as_of=AS_OF).equals(quality)


def test_the_hash_is_of_the_content(book, tmp_path):
    def sliced(name: str) -> str:
        return book.export_slice("south-1", tmp_path / name)

    first = sliced("1")
    assert first == sliced("2")
    assert len(first) == 64
    assert first != book.export_slice("north-1", tmp_path / "3")
    predict(book, AS_OF, 0.4)
    second = sliced("4")
    assert second != first
    predict(book, pd.Timestamp("2026-11-30"), 0.4)
    assert sliced("5") == second
    toml = book.path / "book.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("# risk = 0.25", "risk = 0.5"), encoding="utf-8")
    assert Book.open(book.path, AS_OF).export_slice("south-1", tmp_path / "6") != second
    with pytest.raises(BookError, match="is not empty"):
        sliced("5")


def test_another_load_that_knew_the_same_then_gives_the_same_hash(book, load, order_line, tmp_path):
    first = book.at("2026-03-31").export_slice("south-1", tmp_path / "1")
    lines = [
        order_line("south-1", "2026-03-02", item_id="south-P1", currency="USD"),
        order_line("south-1", "2026-12-01"),
    ]
    rows = {
        name: book.table(name).to_dict("records")
        for name in ("accounts", "contacts", "role_slots", "employees", "items")
    }
    rows |= {name: book.table(name).to_dict("records") for name in ("fx_rates", "opportunities", "opportunity_changes")}
    clean = {
        name: [{key: value for key, value in row.items() if not pd.isna(value)} for row in some]
        for name, some in rows.items()
    }
    load(clean | {"order_lines": lines}, exported_on="2027-01-01")
    later = Book.open(book.path, "2026-12-31")
    assert later.load_id != book.load_id
    assert later.at("2026-03-31").export_slice("south-1", tmp_path / "2") == first
