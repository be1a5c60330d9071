"""A mapping.toml proposed from the files' own headers and values."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from accountbook.ingest.cells import COUNTRIES, FALSE, TRUE
from accountbook.ingest.errors import SourceError
from accountbook.ingest.numerals import parse_numbers
from accountbook.ingest.places import country_code
from accountbook.ingest.recognition import Sheet, look_at, match, read_sheet_dates
from accountbook.ingest.synonyms import likeness, our_word
from accountbook.tables import TABLES, Accounts, Items
from accountbook.tables import OpportunityChanges as Change
from accountbook.tables import OrderLines as L

MANY_WORDS = 60


def propose_mapping(source: Path) -> str:
    """Propose a mapping for a folder of exports, as TOML with comments for the user to edit.

    Parameters
    ----------
    source : folder of the exports, or one file in it.

    Returns
    -------
    str
        TOML that `read_source` accepts if everything was recognised; what was not stands in it as a comment.

    Raises
    ------
    SourceError
        If no file of the source can be read.
    """
    folder = Path(source) if Path(source).is_dir() else Path(source).parent
    if not folder.exists():
        raise SourceError([f"{source}: no such folder or file. Say where the exports lie."])
    sheets, faults = look_at(folder)
    if not sheets:
        raise SourceError(faults or [f"{folder}: holds no CSV, TSV, Excel or Parquet file. Say where the exports lie."])
    out = _Lines()
    out.note("Proposed by `accountbook map` from the files' headers and values. Look it over: lines that begin with #")
    out.note("are open questions or notes. Then run `accountbook load`.")
    for fault in faults:
        out.note(f"NOT READ: {fault}")
    for sheet in sheets:
        if not sheet.table:
            out.note(f"NOT RECOGNISED: {sheet.file.name} with {', '.join(sheet.raw.header[:20])}")
    by_table = {name: [sheet for sheet in sheets if sheet.table == name] for name in TABLES}
    _company(out, folder, by_table["order_lines"], sheets)
    if not by_table["order_lines"]:
        out.blank()
        out.note("No file looks like order lines, the one table that every book needs. Say which it is:")
        for line in ("[tables.order_lines]", 'files = ["..."]', "[tables.order_lines.columns]"):
            out.note(line)
    for name in ["order_lines", *[name for name in TABLES if name != "order_lines"]]:
        if by_table[name]:
            _table(out, name, by_table[name])
    _drawn(out, by_table)
    return out.text()


class _Lines:
    """TOML text, line by line; tomlkit writes keys and values, so that no header of a file becomes syntax."""

    def __init__(self):
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        self.lines.append("# " + re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text))

    def blank(self) -> None:
        self.lines.append("")

    def head(self, *names: str, many: bool = False) -> None:
        path = ".".join(tomlkit.key(name).as_string() for name in names)
        self.lines += ["", f"[[{path}]]" if many else f"[{path}]"]

    def put(self, name: str, value: Any, note: str = "") -> None:
        self.lines.append(f"{_key(name)} = {_value(value)}" + (f"   # {note}" if note else ""))

    def ask(self, name: str, value: Any, note: str) -> None:
        """A line that the user has to decide on, as a comment."""
        self.note(f"{_key(name)} = {_value(value)}   # {note}")

    def text(self) -> str:
        text = "\n".join(self.lines) + "\n"
        tomlkit.parse(text)
        return text


def _key(name: str) -> str:
    # a word of the file is always quoted: TOML's bare keys are ASCII and look like names of ours
    return name if re.fullmatch("[a-z_][a-z0-9_]*", name) else tomlkit.item(name).as_string()


def _value(value: Any) -> str:
    return tomlkit.item(value).as_string()


def _company(out: _Lines, folder: Path, orders: list[Sheet], sheets: list[Sheet]) -> None:
    written = max(dt.date.fromtimestamp(sheet.file.path.stat().st_mtime) for sheet in sheets)
    days = [read_sheet_dates(sheet, L.order_date) for sheet in orders if L.order_date in sheet.columns]
    known = pd.DatetimeIndex([day for some in days for day in some])
    past = known[known <= pd.Timestamp(written)]
    out.blank()
    if len(past) * 2 > len(known):
        out.put("exported_on", past.max().date(), "the newest order found; write the day of the export")
    else:
        out.put("exported_on", written, "the day the files were written; write the day of the export")
    codes = [sheet.texts(L.currency) for sheet in orders if L.currency in sheet.columns]
    counts = pd.concat(codes).str.upper().value_counts() if codes else pd.Series(dtype="int64")
    codes = [code for code in counts.index if re.fullmatch("[A-Z]{3}", code)]
    out.head("company")
    out.put("name", folder.resolve().name or "Our company", "write the company's name")
    if codes:
        out.put("currency", codes[0], "the most frequent one; write the company's own")
    else:
        out.ask("currency", "EUR", "needed: no file names one; write the company's own")
    out.put("country", "XX", "no file says it: write the company's own, ISO 3166 alpha-2")


def _settings(sheet: Sheet) -> dict[str, Any]:
    """How a file differs from the defaults."""
    settings: dict[str, Any] = {}
    if not sheet.raw.typed:
        settings["encoding"] = sheet.raw.encoding.removesuffix("-sig")
        settings["delimiter"] = sheet.raw.delimiter
    if sheet.dates.taken:
        settings["date_formats"] = list(sheet.dates.taken)
    if percent := [column for column in sheet.columns if _in_percent(sheet, column)]:
        settings["percent"] = percent
    if sheet.marks.taken and not sheet.raw.typed and sheet.marks.taken != (".", ""):
        settings["decimal"], settings["thousands"] = sheet.marks.taken
    return settings


def _in_percent(sheet: Sheet, column: str) -> bool:
    """Whether a share is written as 60 for 0.6: some of its values are above 1."""
    if not TABLES[sheet.table].meanings[column].unit.startswith("share"):
        return False
    decimal, thousands = sheet.marks.taken or (".", "")
    values, _ = parse_numbers(list(sheet.texts(column).unique()), decimal=decimal, thousands=thousands, share=True)
    return bool((values > 1).any())


def _table(out: _Lines, name: str, sheets: list[Sheet]) -> None:
    groups: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        sign = repr((sheet.columns, _settings(sheet), sheet.dates.undecided, sheet.marks.undecided))
        groups.setdefault(sign, []).append(sheet)
    one = len(groups) == 1
    out.head("tables", name)
    if name == "order_lines":
        _duplicates(out, sheets)
    if one:
        _source(out, name, sheets)
        _columns(out, sheets[0], ("tables", name))
    _words(out, name, sheets)
    if name == "order_lines":
        _kinds(out, sheets)
    if not one:
        for group in groups.values():
            out.head("tables", name, "sources", many=True)
            _source(out, name, group)
            _columns(out, group[0], ("tables", name, "sources"))


def _source(out: _Lines, name: str, group: list[Sheet]) -> None:
    sheet = group[0]
    out.put("files", [one.file.name for one in group])
    for setting, value in _settings(sheet).items():
        out.put(setting, value)
    if sheet.dates.undecided:
        out.note("02/03/2024 may be 2 March or 3 February, and no value of the file decides (or values contradict each")
        out.note("other). Keep one of these lines:")
        for formats in sheet.dates.undecided:
            out.ask("date_formats", list(formats), "day first" if formats[0].startswith("%d") else "month first")
    if sheet.marks.undecided:
        out.note("1,234 may be a thousand or one and a bit, and no value of the file decides. Keep one of these pairs:")
        for decimal, thousands in sheet.marks.undecided:
            out.ask("decimal", decimal, f'with thousands = "{thousands}"')


def _columns(out: _Lines, sheet: Sheet, path: tuple[str, ...]) -> None:
    table = TABLES[sheet.table]
    out.head(*path, "columns")
    for column, header in sheet.columns.items():
        out.put(column, header)
    for column in table.required:
        if column not in sheet.columns and column != L.currency:
            out.ask(column, "?", f"needed: {table.meanings[column].text}; no header says it")
    if left := sheet.left():
        out.note(f"not taken: {', '.join(left)}")
    if L.currency in table.required and L.currency not in sheet.columns:
        out.head(*path, "constants")
        out.ask(L.currency, "EUR", "needed: no column names a currency; write the one of all rows")


def _duplicates(out: _Lines, sheets: list[Sheet]) -> None:
    repeats = sum(int(sheet.raw.cells.to_pandas().duplicated().sum()) for sheet in sheets)
    note = f"{repeats:,} rows repeat another one in full: " if repeats else "rows that repeat another in full: "
    out.put("duplicates", "merge", f'{note}"merge" counts them once, "keep" as often as they occur')


def _words(out: _Lines, name: str, sheets: list[Sheet]) -> None:
    """Value mappings: what is recognised, and what the user must say."""
    table = TABLES[name]
    for column, dtype in table.dtypes.items():
        texts = [sheet.texts(column) for sheet in sheets if column in sheet.columns]
        if texts and dtype == "datetime64[us]" and column not in table.required:
            _no_days(out, name, column, pd.concat(texts))
        if not texts or not (column in {*table.words, *COUNTRIES, Change.field} or dtype == "boolean"):
            continue
        counts = pd.concat(texts).value_counts()
        ours = {word: _our(word, column, dtype, table) for word in counts.index}
        open_words = [word for word, one in ours.items() if one is None]
        new = {word: one for word, one in ours.items() if one}
        if not open_words and not new:
            continue
        out.head("tables", name, "values", column)
        for word, one in new.items():
            out.put(word, one)
        allowed = ", ".join(table.words.get(column, ())) or _asked(column, dtype)
        for word in open_words[:MANY_WORDS]:
            out.ask(word, "", f'{counts[word]:,} rows; write one of {allowed}, or leave "" for empty')
        if len(open_words) > MANY_WORDS:
            out.note(f"and {len(open_words) - MANY_WORDS:,} other words: this may be another column")


def _no_days(out: _Lines, name: str, column: str, texts: pd.Series) -> None:
    """Days that stand for none, like 9999-12-31."""
    none = texts[texts.str.contains(r"9999|^0{2,4}[-./]0{2}[-./]0{2,4}")].value_counts()
    if len(none):
        out.head("tables", name, "values", column)
        for word, count in none.items():
            out.put(word, "", f"{count:,} rows: no day, but a sign for none")


def _our(word: str, column: str, dtype: str, table: Any) -> str | None:
    """Our word to write, empty where none is needed, None where it is not known."""
    if column == Change.field:
        return _field(word)
    if dtype == "boolean":
        return "" if word.casefold() in TRUE | FALSE else None
    if column in COUNTRIES:
        return "" if country_code(word) else None
    if word.casefold() in table.words[column]:
        return ""
    return our_word(word, column) or None


def _asked(column: str, dtype: str) -> str:
    if column == Change.field:
        return "the columns of opportunities"
    return "true, false" if dtype == "boolean" else "ISO 3166 alpha-2"


def _field(word: str) -> str | None:
    """The column of opportunities that a log calls by another name."""
    columns = TABLES["opportunities"].columns
    best = max(columns, key=lambda column: likeness(word, "opportunities", column))
    return "" if word in columns else best if likeness(word, "opportunities", best) else None


def _kinds(out: _Lines, sheets: list[Sheet]) -> None:
    """What the order numbers of negative lines have in common, and how most items look."""
    prefix, items = _return_prefix(sheets), [sheet.texts(L.item_id) for sheet in sheets if L.item_id in sheet.columns]
    shape = _item_shape(pd.concat(items)) if items else ""
    if not prefix and not shape:
        return
    out.head("tables", "order_lines", "kinds")
    if prefix:
        out.put("return_order_id", f"^{prefix}", "orders of negative quantity begin so, others don't")
    if shape:
        out.ask("product_item_id", shape, "most items look so; without this line all others are products, too")


def _return_prefix(sheets: list[Sheet]) -> str:
    orders = []
    for sheet in sheets:
        if L.order_id in sheet.columns and L.quantity in sheet.columns:
            frame = sheet.raw.cells.select([sheet.columns[L.order_id], sheet.columns[L.quantity]]).to_pandas()
            orders.append(
                pd.DataFrame({"order": frame.iloc[:, 0], "minus": frame.iloc[:, 1].str.match(r"^[-(−]|.*-$")})
            )
    lines = pd.concat(orders) if orders else pd.DataFrame({"order": [], "minus": []})
    lines = lines[lines["order"] != ""]
    lead = lines["order"].astype("str").str.extract(r"^([A-Za-z]+)")[0].fillna("")
    minus = lines["minus"].astype(bool)
    if not minus.any() or lead[minus].mode().empty or not lead[minus].mode()[0]:
        return ""
    prefix = lead[minus].mode()[0]
    rare_elsewhere = (lead[~minus] == prefix).mean() < 0.02 if (~minus).any() else False
    return prefix if (lead[minus] == prefix).mean() > 0.5 and rare_elsewhere else ""


def _item_shape(texts: pd.Series) -> str:
    """A pattern for the beginning that at least 80 in 100 item numbers share and some don't."""
    distinct = pd.Series(texts.unique(), dtype="str")
    lead = distinct.str.extract(r"^([0-9]+|[A-Za-z]+[-_ ])")[0].fillna("")
    patterns = lead.map(lambda one: f"^[0-9]{{{len(one)}}}" if one.isdigit() else f"^{re.escape(one)}" if one else "")
    if patterns.empty or not patterns.mode()[0]:
        return ""
    best = patterns.mode()[0]
    share = distinct.str.match(best).mean()
    return best if 0.8 <= share < 1 else ""


def _drawn(out: _Lines, by_table: dict[str, list[Sheet]]) -> None:
    """Accounts and items that only the order lines mention."""
    orders = by_table["order_lines"]
    for name, key, own in (("accounts", L.account_id, Accounts.name), ("items", L.item_id, Items.name)):
        if by_table[name] or not orders or key not in orders[0].columns:
            continue
        sheet = orders[0]
        alike = [one for one in orders if one.columns == sheet.columns]
        shape = {header: {"str"} for header in sheet.left()}
        columns = {c: h for c, h in match(sheet.left(), shape, name).items() if TABLES[name].dtypes[c] == "str"}
        columns.pop(key, None)
        if not columns:
            continue
        out.head("tables", name)
        out.note(
            "no file of its own: drawn from the order lines, one row per number, the most frequent value of each column"
        )
        out.put("files", [one.file.name for one in alike])
        out.put("distinct", True)
        for setting, value in _settings(sheet).items():
            if setting in ("encoding", "delimiter"):
                out.put(setting, value)
        out.head("tables", name, "columns")
        out.put(key, sheet.columns[key])
        if own not in columns:
            out.put(own, sheet.columns[key], "the file has no names")
        for column, header in columns.items():
            out.put(column, header)
        drawn = [
            Sheet(one.file, one.raw, name, {key: sheet.columns[key], **columns}, one.dates, one.marks) for one in alike
        ]
        _words(out, name, drawn)
