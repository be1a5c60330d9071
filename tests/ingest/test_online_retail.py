"""The real order lines of the example mapping, counted against pandas."""

import gzip
from itertools import islice
from pathlib import Path

import pandas as pd
import pytest

from accountbook.ingest import read_source
from accountbook.tables import OrderLines as L

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "online_retail" / "online_retail_II.csv.gz"
LINES = 60_000

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def part(tmp_path_factory) -> Path:
    """The first lines of both years: the second year's returns have no InvoiceNo."""
    if not DATA.exists():
        pytest.skip(f"SKIPPED LOUDLY: {DATA} is absent; the real order lines were not read")
    folder = tmp_path_factory.mktemp("online_retail")
    with (
        gzip.open(DATA, "rt", encoding="utf-8", newline="") as whole,
        open(folder / "online_retail_II.csv", "w", encoding="utf-8", newline="") as cut,
    ):
        cut.writelines(islice(whole, LINES))
        cut.writelines(islice(whole, 445_000, 445_000 + LINES))
    return folder


@pytest.fixture(scope="module")
def intake(part):
    return read_source(part, mapping=ROOT / "data" / "examples" / "online_retail" / "mapping.toml")


@pytest.fixture(scope="module")
def plain(part) -> pd.DataFrame:
    frame = pd.read_csv(part / "online_retail_II.csv", dtype=str, keep_default_na=False)
    return frame.assign(quantity=frame["Quantity"].astype(float), price=frame["UnitPrice"].astype(float))


def test_orders_are_exactly_the_lines_of_the_definition(intake, plain):
    known = plain["CustomerID"] != ""
    order = (
        known & (plain["quantity"] > 0) & (plain["price"] > 0) & ~plain["InvoiceNo"].str.startswith("C")
        & plain["StockCode"].str.match("[0-9]{5}")
    )  # fmt: skip
    lines = intake.tables["order_lines"]
    ours = lines[lines[L.kind] == "order"]
    assert len(ours) == order.sum() > 70_000
    theirs = plain[order]
    assert ours[L.account_id].tolist() == theirs["CustomerID"].tolist()
    assert ours[L.item_id].tolist() == theirs["StockCode"].str.upper().str.strip().tolist()
    assert ours[L.order_id].tolist() == theirs["InvoiceNo"].tolist()
    assert (ours[L.quantity] * ours[L.unit_price]).sum() == pytest.approx(
        (theirs["quantity"] * theirs["price"]).sum(), rel=1e-12
    )
    assert ours[L.order_date].dt.strftime("%Y-%m-%d").tolist() == theirs["InvoiceDate"].str[:10].tolist()


def test_rows_balance_and_only_lines_without_a_customer_are_turned_away(intake, plain):
    figures = intake.report["tables"]["order_lines"]
    assert (figures["rows_in"], figures["merged"]) == (len(plain), 0)
    assert figures["rejected"] == (plain["CustomerID"] == "").sum()
    assert figures["reasons"] == {"account_id is empty": figures["rejected"]}


def test_repeated_lines_are_kept_with_numbers_of_their_own(intake, plain):
    lines = intake.tables["order_lines"]
    assert plain[plain["CustomerID"] != ""].duplicated().sum() > 100
    named = lines[lines[L.order_id].notna()]
    assert not named.duplicated([L.order_id, L.line]).any()


def test_returns_without_an_invoice_are_kept(intake, plain):
    lines = intake.tables["order_lines"]
    nameless = (plain["InvoiceNo"] == "") & (plain["CustomerID"] != "")
    assert (lines[L.order_id].isna() & (lines[L.kind] == "return")).sum() == nameless.sum() > 100


def test_accounts_and_items_are_drawn_from_the_same_file(intake, plain):
    accounts, items = intake.tables["accounts"], intake.tables["items"]
    assert set(accounts["account_id"]) == set(plain["CustomerID"]) - {""}
    assert accounts.set_index("account_id").loc["13085", "country"] == "GB"
    codes = plain["StockCode"].str.strip().str.upper()
    assert set(items["item_id"]) == set(codes[codes.str.match("[0-9]{5}")])
    names = plain.loc[(codes == "85123A") & (plain["Description"] != ""), "Description"].str.strip()
    assert items.set_index("item_id").loc["85123A", "name"] == names.mode()[0]
