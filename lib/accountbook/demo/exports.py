"""What lies in the folder: the exports, their mapping, and the truth beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from accountbook.demo.dirt import SPOILED, UNKNOWN_ITEM, Dirt, dirty, renamed, soiled, spoiled
from accountbook.demo.files import write_excel, write_parquet, write_text
from accountbook.demo.mapping import ORDER_SHEET, mapping_text
from accountbook.demo.plan import Plan
from accountbook.demo.sheet import decomposed, sheet_cells
from accountbook.demo.sheets import SHEETS
from accountbook.demo.styles import OVERLAP_FROM, SIGNED, Style, cells, parts
from accountbook.tables import AccountAliases as M
from accountbook.tables import Contacts as C
from accountbook.tables import FxRates as R
from accountbook.tables import OrderLines as L


def write_exports(
    plan: Plan, folder: Path, tables: Mapping[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], dict[str, object]]:
    """Write every table's files and the mapping to `folder`.

    Parameters
    ----------
    tables : the contract's tables by name, clean.

    Returns
    -------
    The tables as a perfect load gives them back (`amount` and `first_loaded_on` empty), and the
    count of the dirt.
    """
    clean = dict(tables)
    lines = soiled(tables["order_lines"], rng=plan.rng("soiled"))
    dirt = Dirt()
    written = _orders(plan, folder, lines, tables["account_aliases"], dirt)
    claimed = pd.MultiIndex.from_tuples(dirt.conflicts, names=[L.order_id, L.line]) if dirt.conflicts else None
    if claimed is not None:
        lines = lines[~pd.MultiIndex.from_frame(lines[[L.order_id, L.line]]).isin(claimed)]
    clean["order_lines"] = lines.reset_index(drop=True)
    clean["account_aliases"] = _resolved(tables["account_aliases"])
    counts: dict[str, object] = {"order_lines": {"files": dirt.files, "totals": dirt.totals()}}
    books: dict[str, dict[str, pd.DataFrame]] = {}
    for name, sheet in SHEETS.items():
        rng = plan.rng("sheet", *name.encode())
        frame = tables[name]
        if frame.empty:
            # a file without rows would stop the load, and rightly
            continue
        if name == "contacts":
            names, mac = decomposed(frame[C.name], rng=rng)
            frame = frame.assign(**{C.name: names})
            counts["decomposed_names"] = mac
        rows = sheet_cells(frame, sheet, rng=rng)
        if name in ("accounts", "contacts", "role_slots"):
            # the last page of an export is easily printed twice
            rows = pd.concat([rows, rows.iloc[[-1]]], ignore_index=True)
            counts[name] = {"rows": len(rows), "duplicates": 1}
        elif name in SPOILED:
            rows, counts[name] = spoiled(rows, sheet, SPOILED[name], rng=rng)
        if sheet.excel:
            books.setdefault(sheet.file, {})[sheet.page] = rows
        elif sheet.file.endswith(".parquet"):
            write_parquet(folder / sheet.file, rows)
        else:
            write_text(folder / sheet.file, rows, encoding=sheet.encoding, delimiter=sheet.delimiter)
    for file, pages in books.items():
        write_excel(folder / file, pages)
    (folder / "mapping.toml").write_text(
        mapping_text(written, [name for name in SHEETS if not tables[name].empty]), encoding="utf-8"
    )
    counts["no_rate_lines"] = _without_rate(clean["order_lines"], tables["fx_rates"])
    counts["unknown_item_lines"] = int((clean["order_lines"][L.item_id] == UNKNOWN_ITEM).sum())
    return clean, {**counts, "conflicts": [list(key) for key in dirt.conflicts]}


def _resolved(aliases: pd.DataFrame) -> pd.DataFrame:
    """Aliases with the account at the end of each chain of mergers."""
    follows = dict(zip(aliases[M.alias_id], aliases[M.account_id], strict=True))
    last = aliases[M.account_id].map(lambda account: follows.get(account, account))
    return aliases.assign(**{M.account_id: last.astype("str")})


def _without_rate(lines: pd.DataFrame, rates: pd.DataFrame) -> int:
    """Lines in a foreign currency of a day on which none of its rates was known yet."""
    first = lines[L.currency].map(rates.groupby(R.currency)[R.date].min())
    return int((lines[L.order_date] < first).sum())


def _orders(
    plan: Plan, folder: Path, lines: pd.DataFrame, aliases: pd.DataFrame, dirt: Dirt
) -> list[tuple[str, Style]]:
    as_numbered = lines.assign(**{L.account_id: renamed(lines, aliases)})
    again = as_numbered[(lines[L.order_date] >= OVERLAP_FROM) & (lines[L.order_date] < "2026-07-01")]
    written = []
    for name, style, rows in parts(as_numbered):
        rng = plan.rng("dirt", *name.encode())
        overlap = len(again) if style is SIGNED else 0
        held = pd.concat([again, rows]) if overlap else rows
        text = dirty(name, cells(held, style, rng=rng), style, dirt, rng=rng, overlap=overlap)
        text = text.rename(columns=dict(style.headers))
        if style.excel:
            write_excel(folder / name, {ORDER_SHEET: text})
        else:
            write_text(folder / name, text, encoding=style.encoding, delimiter=style.delimiter)
        written.append((name, style))
    return written


def write_truth(folder: Path, frames: Mapping[str, pd.DataFrame], facts: Mapping[str, object]) -> None:
    """Write the truth: frames as ``<name>.parquet`` (``tables/<name>`` makes a folder), facts as ``<name>.json``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     write_truth(Path(name), {"reps": pd.DataFrame({"bending": [0.2]})}, {"dirt": {"rows": 3}})
    ...     sorted(path.name for path in Path(name).iterdir())
    ['dirt.json', 'reps.parquet']
    """
    for name, frame in frames.items():
        path = folder / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_parquet(path, frame, notes=True)
    for name, content in facts.items():
        text = json.dumps(content, ensure_ascii=False, indent=1, default=_plain)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} can't be written to JSON")
