"""How good the predictions are, beside naive rivals on the same rows, and what training costs.

Parts, in this order:

* retail: the real order lines of Online Retail II, four origins, 60 days ahead, through ``accountbook load`` and
  ``accountbook backtest orders``; the files that it writes are scored by benchmarks/judging, which shares no code with
  the package. Rivals (base rate, recency, five-feature logit, boosting, median rhythm, means of the last days, last and
  median order, most frequent items) are there, too, and learn from closed windows only.
* few: 20 and 80 of these accounts, drawn 40 times, each time a company of its own.
* salvirt: real deals without dates, thirty splits, through ``accountbook backtest deals --table --splits``.
* made_up: the made-up company of 60 accounts, and one of 300, against the truth that generated them.
* second: the retail lines at three origins whose windows closed before the first part's begin. Nobody tunes on it.
* cost: 5,000 accounts x 24 slices in one process.

Without ../shared/data the parts on real data are left out, and the table says so. PREDICTIONS_PARTS=retail,cost runs
some parts only, and then nothing is written. What plain scripts had reached stands beside as "reached".
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copy2, copytree
from tempfile import TemporaryDirectory

import pandas as pd
from judging import cost, made_up
from judging.few import few_rows
from judging.history import History, retail
from judging.orders import all_rows, losses
from judging.public_deals import TARGET, salvirt_rows
from judging.table import Row, figures_of, lines
from load import alone

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
OUT = Path(__file__).parent / "out" / "predictions.json"
HORIZON = 60
ORIGINS = ["2010-12-31", "2011-01-31", "2011-02-28", "2011-03-31"]
SECOND = ["2010-07-31", "2010-08-31", "2010-09-30"]
SIZES = (20, 80)
PARTS = ("retail", "few", "salvirt", "made_up", "second", "cost")
ASKED = [one for one in os.environ.get("PREDICTIONS_PARTS", "").split(",") if one] or list(PARTS)
REACHED = {
    "retail_log_loss": 0.557,
    "retail_ece": 0.038,
    "retail_auc": 0.752,
    "retail_date_pinball": 3.45,
    "retail_date_mae": 10.4,
    "retail_date_coverage": 0.83,
    "retail_revenue_wape": 0.957,
    "retail_revenue_bias": 0.21,
    "retail_value_wape": 0.482,
    "retail_items_recall": 0.196,
    "retail_items_ndcg": 0.231,
}
TARGETS = {
    "retail_log_loss": ["<=", 0.557],
    "retail_less_logit_high": ["<=", 0.0],
    "retail_auc": [">=", 0.752],
    "retail_ece": ["<=", 0.04],
    "retail_date_pinball": ["<=", 3.45],
    "retail_date_coverage": [">=", 0.75],
    "retail_date_coverage_at_most": ["<=", 0.87],
    "retail_revenue_wape": ["<=", 0.957],
    "retail_revenue_bias_size": ["<=", 0.15],
    "retail_value_wape": ["<=", 0.482],
    "retail_items_recall": [">=", 0.196],
    "retail_items_ndcg": [">=", 0.231],
    "few_20_less_base_rate": ["<=", 0.0],
    "few_20_worse_share": ["<=", 0.1],
    "few_80_less_base_rate": ["<=", 0.0],
    "few_80_worse_share": ["<=", 0.1],
    "salvirt_log_loss": ["<=", 0.515],
    "salvirt_auc": [">=", 0.82],
    "salvirt_ece": ["<=", 0.05],
    "second_lost_to_rivals": ["<=", 0],
    "train_seconds": ["<=", 60],
    "train_gb": ["<=", 2.0],
}


def accountbook(*words: object) -> None:
    """Run the command, and stop with its words if it fails."""
    command = [str(Path(sys.executable).parent / "accountbook"), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def backtest(book: Path, out: Path, origins: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The files of ``accountbook backtest orders``: accounts and items."""
    accountbook(
        "backtest", "orders", "--book", book, "--origins", ",".join(origins), "--horizon", HORIZON, "--out", out
    )
    return pd.read_parquet(out / "accounts.parquet"), pd.read_parquet(out / "items.parquet")


def on_retail(history: History, folder: Path, origins: list[str], prefix: str) -> list[Row]:
    """Every figure of the retail lines at some origins."""
    accounts, items = backtest(folder / "book", folder / prefix, origins)
    rows = all_rows(history, accounts, items, prefix, horizon=HORIZON)
    return [Row(row.name, row.ours, row.rivals, REACHED.get(row.name), row.more) for row in rows]


def judged(history: History, folder: Path) -> list[Row]:
    """The judged window, and two of its figures once more where a target bounds them from the other side."""
    rows = on_retail(history, folder, ORIGINS, "retail")
    value = {row.name: row.ours for row in rows}
    bounds = [
        Row("retail_date_coverage_at_most", value["retail_date_coverage"]),
        Row("retail_revenue_bias_size", abs(value["retail_revenue_bias"])),
    ]
    return [*rows, *bounds]


def second(history: History, folder: Path) -> list[Row]:
    """The second window, and in how many of its main figures a naive rival is as good."""
    rows = on_retail(history, folder, SECOND, "second")
    return [*rows, Row("second_lost_to_rivals", len(losses(rows, "second")))]


def few(history: History) -> list[Row]:
    """Companies of 20 and of 80 accounts."""
    origins = [pd.Timestamp(day) for day in ORIGINS]
    return [row for size in SIZES for row in few_rows(history, origins, size, horizon=HORIZON)]


def salvirt(folder: Path) -> list[Row]:
    """Real deals without dates."""
    deals, splits = (DATA / "salvirt" / f"{name}.csv.gz" for name in ("salvirt", "splits"))
    accountbook("backtest", "deals", "--table", deals, "--target", TARGET, "--splits", splits, "--out", folder)
    return salvirt_rows(deals, splits, pd.read_parquet(folder / "deals.parquet"))


def invented(folder: Path) -> list[Row]:
    """The made-up company, small and large."""
    found = []
    for prefix, accounts, seed in made_up.companies():
        alone(made_up.make, folder / prefix, accounts=accounts, seed=seed)
        alone(made_up.predict, folder / prefix)
        found += made_up.made_up_rows(folder / prefix, prefix)
    return found


def costs(folder: Path) -> list[Row]:
    """Seconds and memory of training."""
    alone(cost.write_many, folder / "book")
    return [Row(name, value) for name, value in alone(cost.train, folder / "book").items()]


def retail_book(folder: Path) -> History:
    """Load the retail lines into a book, and read them once more by the benchmark's own definitions."""
    source = folder / "source"
    copytree(ROOT / "data" / "examples" / "online_retail", source)
    copy2(DATA / "online_retail" / "online_retail_II.csv.gz", source)
    accountbook("load", source, "--book", folder / "book")
    return retail(source / "online_retail_II.csv.gz")


def parts(folder: Path) -> dict[str, Callable[[], list[Row]]]:
    """What is to be run, by name."""
    found: dict[str, Callable[[], list[Row]]] = {
        "made_up": lambda: invented(folder / "made_up"),
        "cost": lambda: costs(folder / "cost"),
    }
    if (DATA / "salvirt").is_dir():
        found["salvirt"] = lambda: salvirt(folder / "salvirt")
    if (DATA / "online_retail").is_dir() and {"retail", "few", "second"} & set(ASKED):
        history = retail_book(folder / "retail")
        found |= {
            "retail": lambda: judged(history, folder / "retail"),
            "few": lambda: few(history),
            "second": lambda: second(history, folder / "retail"),
        }
    return {name: found[name] for name in PARTS if name in found and name in ASKED}


def main() -> None:
    """Run the parts, write the figures and print the table."""
    rows: list[Row] = []
    with TemporaryDirectory() as name:
        for part, run in (found := parts(Path(name))).items():
            begin = time.perf_counter()
            rows += run()
            rows.append(Row(f"seconds_{part}", time.perf_counter() - begin))
    if set(ASKED) == set(PARTS):
        OUT.parent.mkdir(exist_ok=True)
        text = json.dumps({"figures": figures_of(rows), "targets": TARGETS}, indent=1)
        OUT.write_text(text + "\n", encoding="utf-8")
    print("\n".join(lines(rows, TARGETS)))
    for part in ASKED:
        if part not in found:
            print(f"LEFT OUT: {part}, because its data is not in {DATA}", file=sys.stderr)


if __name__ == "__main__":
    main()
