"""The README's two commands on a part of a wholesaler's real order lines."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from accountbook.cli import app

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data" / "online_retail" / "online_retail_II.csv.gz"
AS_OF = pd.Timestamp("2011-05-31")
TOP = 5

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def part(tmp_path_factory) -> Path:
    """Every line of one account in ten, as exported."""
    if not DATA.exists():
        pytest.skip(f"SKIPPED LOUDLY: {DATA} is absent; no edition of the real order lines was published")
    lines = pd.read_csv(DATA, dtype=str, keep_default_na=False)
    folder = tmp_path_factory.mktemp("online_retail")
    lines[lines["CustomerID"].str.fullmatch(r"\d+7(\.0)?")].to_csv(folder / "online_retail_II.csv", index=False)
    return folder


def largest(part: Path) -> list[str]:
    """The accounts of largest revenue in the last 365 days, by the definitions beside the data and plain pandas."""
    lines = pd.read_csv(part / "online_retail_II.csv", dtype=str, keep_default_na=False)
    quantity, price = lines["Quantity"].astype(float), lines["UnitPrice"].astype(float)
    day = pd.to_datetime(lines["InvoiceDate"]).dt.normalize()
    order = (
        (quantity > 0) & (price > 0) & ~lines["InvoiceNo"].str.startswith("C")
        & lines["StockCode"].str.match("[0-9]{5}") & (day > AS_OF - pd.Timedelta(days=365)) & (day <= AS_OF)
    )  # fmt: skip
    account = lines["CustomerID"].str.removesuffix(".0")
    return (quantity * price)[order].groupby(account[order]).sum().nlargest(TOP).index.tolist()


def test_the_two_commands_load_and_publish_the_largest_accounts(part, tmp_path):
    book, reports = tmp_path / "book", tmp_path / "reports"
    mapping = ROOT / "data" / "examples" / "online_retail" / "mapping.toml"
    run = CliRunner().invoke
    loaded = run(app, ["load", str(part), "--mapping", str(mapping), "--book", str(book)])
    assert loaded.exit_code == 0, loaded.output
    words = ["--book", str(book), "--as-of", f"{AS_OF:%Y-%m-%d}", "--top", str(TOP), "--out", str(reports)]
    shown = run(app, ["publish", "monthly", *words, "--workers", "2"])
    assert shown.exit_code == 0, shown.output
    edition = reports / "monthly" / "2011-05-31"
    plans = sorted(path.name.split("-")[0] for path in edition.glob("account_plan/*.html"))
    assert plans == sorted(largest(part))
    index = (edition / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r'href="account_plan/[^"]+\.html"', index)) == TOP
    for path in edition.rglob("*.html"):
        text = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8").split("</head>")[1])
        assert re.search(r"\b(NaN|nan|inf|None|NaT)\b", text) is None, path.name
