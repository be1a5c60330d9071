"""From a folder of exports to clean tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.tseries.offsets import MonthEnd

from accountbook.ingest.aliases import check_aliases, follow_aliases, repoint
from accountbook.ingest.balance import account_of, line_money
from accountbook.ingest.cells import Typed, type_cells
from accountbook.ingest.changes import settle_changes
from accountbook.ingest.collection import Collection, collect
from accountbook.ingest.continuation import SETTINGS, marks_of, settings_of, taken_over
from accountbook.ingest.draft import draft_mapping
from accountbook.ingest.duplicates import draw_distinct, merge_repeats, settle_keys
from accountbook.ingest.errors import FileFault, SourceError
from accountbook.ingest.files import SourceFile
from accountbook.ingest.flags import (
    line_flags,
    line_oddities,
    open_end_flag,
    reference_flags,
    stage_flags,
    strangers,
    turned_away_flags,
)
from accountbook.ingest.forgotten import Erased, turn_away
from accountbook.ingest.gates import age_of, gate_faults
from accountbook.ingest.intake import Intake
from accountbook.ingest.kinds import found, line_kinds, number_lines
from accountbook.ingest.mapping import Mapping
from accountbook.ingest.participants import Directory, left_out, with_participants, without_copies
from accountbook.ingest.prices import derive_prices
from accountbook.ingest.raw import Raw
from accountbook.ingest.shaping import emptied
from accountbook.ingest.staging import Part, Stage, State
from accountbook.ingest.taken import (
    LINES,
    EarlierLines,
    ReadAll,
    added,
    hold_against,
    loose_of,
    mergers_of,
    orders_turned_away,
    said_of,
)
from accountbook.ingest.validation import validate
from accountbook.tables import TABLES, AccountAliases, Sellout
from accountbook.tables import OrderLines as L

Earlier = Callable[[str], pd.DataFrame]
"""Gives a table's rows in the load before."""
UNNUMBERED = "is empty, and only by it would a new row replace its older version"
FIRST = "First load: nothing to compare rows and money with; a manifest would catch a file cut at a row's end."


def read_source(
    source: Path,
    *,
    mapping: Path | None = None,
    previous: dict[str, Any] | None = None,
    exported_on: pd.Timestamp | None = None,
    erased: Erased | None = None,
    earlier: Earlier | None = None,
    taken: EarlierLines | None = None,
) -> Intake:
    """Read every table of a folder of exports (or one file), and of databases, as its mapping says.

    Parameters
    ----------
    source : folder of the exports, or a single file; it may be read-only.
    mapping : the mapping file; default ``mapping.toml`` in the folder.
    previous : report of the last good load; a load that falls too far below it stops (``[gate]``).
    exported_on : day of the export; default what the mapping says. A scheduler gives the day it runs on.
    erased : tells which contacts were forgotten: their rows are turned away; None: nobody was.
    earlier : gives the rows of the load that `previous` tells of, so that queries with ``since`` need only be asked for
        new rows; None: everything is read.
    taken : the order lines of the last load: of files that it read only what is new is read, where that tells all.

    Raises
    ------
    SourceError
        If the source cannot be trusted: one message that lists everything wrong.

    Examples
    --------
    >>> read_source(Path("no-such-folder"))
    Traceback (most recent call last):
    accountbook.ingest.errors.SourceError: 1 problem in the source; nothing was loaded.
      1. no-such-folder: no such folder or file. Say where the exports lie.
    """
    source = Path(source)
    if not source.exists():
        raise SourceError([f"{source}: no such folder or file. Say where the exports lie."])
    folder = source if source.is_dir() else source.parent
    path = Path(mapping) if mapping else folder / "mapping.toml"
    said, problems = draft_mapping(path, exported_on=None if exported_on is None else exported_on.date())
    of_queries = any(one.source for one in said.tables[LINES].resolved()) if LINES in said.tables else True
    marks, flags = marks_of(previous, said) if earlier is not None and not problems else ({}, [])
    # what a file no longer shows is gone, and only a query read in whole does not bring it back
    mixed = [table.resolved() for table in said.tables.values() if any(one.files for one in table.resolved())]
    marks = {name: mark for name, mark in marks.items() if name not in {one.source for some in mixed for one in some}}
    answers: dict[tuple, Any] = {}

    def reading(taken: EarlierLines | None) -> Intake:
        collected = collect(folder, said, taken=taken, marks=marks, ask_now=not problems, answers=answers)
        if problems or collected.problems:
            raise SourceError([*problems, *collected.problems])
        collected.flags += flags
        return _Reading(said, collected, erased, earlier, taken).run(previous)

    if taken is not None and not problems and not of_queries:
        try:
            return reading(taken)
        except ReadAll as why:
            intake = reading(None)
            intake.report["read_all"] = str(why)
            return intake
    return reading(None)


class _Reading:
    """One reading: tables are staged one by one, mergers of accounts first."""

    def __init__(
        self,
        mapping: Mapping,
        collected: Collection,
        erased: Erased | None,
        earlier: Earlier | None,
        taken: EarlierLines | None = None,
    ) -> None:
        self.taken = taken
        self.forgotten, self.erased = erased, [TABLES["contacts"].frame()]
        self.mapping, self.collected = mapping, collected
        self.exported_on = pd.Timestamp(mapping.exported_on).as_unit("us")
        self.flags = list(collected.flags)
        self.stages: dict[str, Stage] = {}
        self.accounts: dict[str, dict[str, Any]] = {}
        self.tables: dict[str, pd.DataFrame] = {}
        self.last: dict[str, str] = {}
        self.earlier = earlier
        self.left: dict[str, Any] = {"loose": "", "orders_turned_away": []}
        self.fresh: dict[str, int] = {}

    def run(self, previous: dict[str, Any] | None) -> Intake:
        names = [name for name in TABLES if self.collected.parts.get(name)]
        names.sort(key=lambda name: name != "account_aliases")
        rejected = {}
        for name in names:
            stage = self.stages[name] = self.staged(name)
            self.tables[name] = stage.frame[stage.kept].reset_index(drop=True)
            rejected[name] = stage.rejected()
            self.flags += stage_flags(stage, self.accounts[name])
            if name in self.collected.partial:
                self.take_over(name)
            if name == "account_aliases":
                self.follow()
            stage.release()
        if self.taken is not None:
            self.stand_on_taken(rejected)
        self.tables = {name: self.tables[name] for name in TABLES if name in self.tables}
        oddities = line_oddities(self.tables[LINES], self.taken.report["oddities"] if self.taken else None)
        unknown = strangers(self.tables, self.stages, erased=self.forgotten, fresh=self.fresh, taken=self.taken)
        self.flags += line_flags(oddities) + reference_flags(unknown)
        if previous is None and self.collected.unstated:
            self.flags.append(FIRST)
        newest = self.newest()
        self.gate(previous, newest)
        reading = {"said": said_of(self.mapping), "mergers": mergers_of(self.last), "newest_order": newest}
        reading |= self.left
        report = {"sources": self.sources(), "tables": {n: self.accounts[n] for n in self.tables}, "flags": self.flags}
        report |= {"oddities": oddities, "strangers": unknown, "reading": reading}
        if self.mapping.source:
            report[SETTINGS] = settings_of(self.mapping)
        company = self.mapping.company.model_dump(exclude={"time_zone"})
        erased = pd.concat([frame for frame in self.erased if len(frame)] or self.erased[:1], ignore_index=True)
        return Intake(
            self.tables,
            {name: rejected[name] for name in self.tables},
            report,
            company,
            self.exported_on,
            base=self.taken.report["load_id"] if self.taken else "",
            erased=erased,
            partial=dict(self.fresh),
        )

    def stand_on_taken(self, rejected: dict[str, pd.DataFrame]) -> None:
        """Add what the last load says of the order lines that stand."""
        if self.taken.report["reading"]["mergers"] != mergers_of(self.last):
            raise ReadAll("accounts were merged since")
        self.flags += [open_end_flag(one["file"]) for one in self.collected.standing if one["open_end"]]
        if LINES not in self.stages:
            self.tables[LINES], rejected[LINES] = TABLES[LINES].frame(), self.taken.rejected
            self.left = {name: self.taken.report["reading"][name] for name in self.left}
            self.accounts[LINES] = self.taken.account
            self.flags += turned_away_flags(LINES, self.taken.account)
            return
        whole = pd.concat([one for one in (self.taken.rejected, rejected[LINES]) if len(one)] or [rejected[LINES]])
        rejected[LINES] = whole.sort_values(["file", "row"], kind="stable", ignore_index=True)

    def newest(self) -> str | None:
        """Day of the newest order."""
        days = [f"{day:%Y-%m-%d}" for day in [self.tables[LINES][L.order_date].max()] if pd.notna(day)]
        if self.taken is not None and self.taken.report["reading"]["newest_order"]:
            days.append(self.taken.report["reading"]["newest_order"])
        return max(days, default=None)

    def staged(self, name: str) -> Stage:
        """All rows of a table, each with its fate."""
        table, mapping = TABLES[name], self.mapping.tables[name]
        parts = self.met(self.collected.parts[name])
        stage = Stage.of(table, mapping, parts, [self.typed(name, part) for part in parts])
        self.leave_out(stage)
        for column, pattern in mapping.only.items():
            stage.settle(~found(stage.frame[column], pattern), State.SKIPPED)
        if self.forgotten is not None:
            self.erased.append(turn_away(stage, self.forgotten))
        money = line_money(stage.frame, unread=stage.faulty.get(L.discount)) if name == "order_lines" else None
        if mapping.distinct:
            stage.state[stage.frame[list(table.about.key)].isna().any(axis=1).to_numpy()] = State.SKIPPED
        else:
            merge_repeats(stage)
        if self.last and L.account_id in stage.frame:
            ids, moved = repoint(stage.frame[L.account_id], self.last)
            stage.frame, stage.repointed = stage.frame.assign(**{L.account_id: ids}), moved.to_numpy()
        if mapping.distinct:
            several = draw_distinct(stage)
            self.flags += [
                f"{name}: {count:,} have more than one {column}; the most frequent one was taken."
                for column, count in several.items()
            ]
        if name == "order_lines":
            if name in self.collected.partial:
                bare = stage.frame[L.order_id].notna() & stage.frame[L.line].isna()
                stage.reject(bare.to_numpy(), L.line, UNNUMBERED)
            rows = stage.state != State.MERGED
            lines = number_lines(stage.frame[rows]).reindex(stage.frame.index)
            numbered = lines.notna() & stage.frame[L.line].isna()
            stage.frame = stage.frame.assign(**{L.line: lines})
        settle_keys(stage)
        if name == LINES and self.taken is not None:
            hold_against(stage, self.taken, numbered=numbered)
        validate(stage)
        account = account_of(stage, money)
        if name == LINES:
            before = self.taken.turned_away if self.taken is not None else set()
            self.left = {"loose": loose_of(stage), "orders_turned_away": sorted({*before, *orders_turned_away(stage)})}
            account["numbered"] = int(numbered.sum())
            account = account if self.taken is None else added(self.taken.account, account)
        self.accounts[name] = account
        return stage

    def met(self, parts: list[Part]) -> list[Part]:
        """Calendars' entries with the people who took part; other files as they are."""
        calendars = [part for part in parts if part.file.name in self.collected.calendars]
        if not calendars:
            return parts
        directory = Directory.of(*(self.tables.get(name, TABLES[name].frame()) for name in ("contacts", "employees")))
        given = {}
        for part, (raw, old) in zip(calendars, without_copies([part.raw for part in calendars]), strict=True):
            left = self.collected.calendars[part.file.name] + Counter({"that another calendar has newer": old})
            raw, left = with_participants(raw, part.source, directory, left)
            self.flags.append(left_out(part.file.name, len(raw.row), left))
            given[part.file.name] = replace(part, raw=raw)
        return [given.get(part.file.name, part) for part in parts]

    def leave_out(self, stage: Stage) -> None:
        """The rows that ``where`` names are no rows of this table, sound or not."""
        for number, part in enumerate(stage.parts):
            if part.raw.out is not None and part.raw.out.any():
                stage.skip(number, part.raw.out)
                count, by = int(part.raw.out.sum()), ", ".join(part.source.where)
                self.flags.append(f"{stage.table.name}: {count:,} rows of {part.file.name} left out by `where` ({by}).")

    def typed(self, name: str, part: Part) -> Typed:
        """One file's rows, typed; what an order line is, and with which sign, is settled here."""
        out = type_cells(
            part.raw, part.source, TABLES[name], exported_on=self.exported_on, currency=self.mapping.company.currency
        )
        out.frame = emptied(out.frame, part.source.unless)
        if name == "order_lines":
            derive_prices(out, part.raw, part.source)
            kinds, documents = part.source.kinds, None
            if kinds.document_type:
                documents = part.raw.cells.select([kinds.document_type]).to_pandas().iloc[:, 0]
            kind, quantity = line_kinds(out.frame, kinds, documents=documents)
            out.frame = out.frame.assign(**{L.kind: kind, L.quantity: quantity})
        elif name == "sellout":
            # a month's figures are known when it is over, whichever of its days the export names
            out.frame = out.frame.assign(**{Sellout.month: out.frame[Sellout.month] + MonthEnd(0)})
        elif name == "opportunity_changes":
            deals = self.mapping.tables.get("opportunities")
            settle_changes(out, part.source, deals.values if deals else {}, typed_file=part.raw.typed)
        return out

    def follow(self) -> None:
        """Learn the mergers of accounts, and let the aliases point at the last account of their chain."""
        aliases = self.tables["account_aliases"]
        try:
            check_aliases(self.stages["account_aliases"].frame)
            self.last = follow_aliases(aliases, exported_on=self.exported_on)
        except FileFault as fault:
            raise SourceError([str(fault)]) from None
        later = int((aliases[AccountAliases.merged_on] > self.exported_on).sum())
        if later:
            self.flags.append(f"account_aliases: {later:,} mergers are dated after the export and not followed yet.")
        ids, _ = repoint(aliases[AccountAliases.account_id], self.last)
        self.tables["account_aliases"] = aliases.assign(**{AccountAliases.account_id: ids})

    def take_over(self, name: str) -> None:
        """Add what the load before has of a table of which only new rows were read; the new ones stand first."""
        fresh = self.tables[name]
        old = taken_over(TABLES[name], fresh, self.earlier(name), last=self.last)
        self.fresh[name] = len(fresh)
        told: dict[str, Any] = {"rows": len(old)}
        if name == "order_lines":
            money = line_money(old).groupby(old[L.currency])
            told["money"] = {str(currency): math.fsum(sums.dropna()) for currency, sums in money}
        self.accounts[name]["taken_over"] = told
        if len(old):
            whole = pd.concat([fresh, old], ignore_index=True) if len(fresh) else old
            self.tables[name] = whole.astype(TABLES[name].dtypes)

    def gate(self, previous: dict[str, Any] | None, newest: str | None) -> None:
        """Stop a load that is too small, too old or mostly turned away."""
        faults = gate_faults(self.accounts, self.mapping.gate, previous=previous)
        if newest is not None:
            text, stops = age_of(pd.Timestamp(newest), self.exported_on, self.mapping.gate)
            faults += [text] * stops
            self.flags += [text] * bool(text)
        if faults:
            raise SourceError(faults)

    def sources(self) -> list[dict[str, Any]]:
        """Every file or query for every table it feeds, with the columns that nothing takes."""
        listed = [dict(one) for one in self.collected.standing]
        for name, stage in self.stages.items():
            for part in stage.parts:
                used = {*part.source.columns.values(), part.source.kinds.document_type, *part.source.where}
                used |= {*part.source.lookup, *part.source.derive.headers}
                used |= {header for headers in part.source.join.values() for header in headers}
                used |= {one.by for one in part.source.lookup.values()}
                before = self.collected.grown.get(part.file.name) if name == LINES else None
                listed.append(
                    {
                        "file": part.file.name,
                        "table": name,
                        "sha256": self.collected.sha256[part.file.name],
                        **part.file.facts(),
                        "encoding": part.raw.encoding,
                        "rows": part.rows + (before["rows"] if before else 0),
                        "records": part.raw.records,
                        "open_end": part.raw.open_end,
                        "ignored": [header for header in part.raw.header if header not in used],
                    }
                )
            listed += [self.looked_up(name, file, raw) for file, raw in self.collected.looked_up.get(name, {}).values()]
        place = list(TABLES)
        lines = {name: number for number, name in enumerate(self.collected.order)}

        def key(one: dict[str, Any]) -> tuple[int, str, int]:
            return place.index(one["table"].split(" ")[0]), one["table"], lines.get(one["file"], 0)

        return sorted(listed, key=key)

    def looked_up(self, name: str, file: SourceFile, raw: Raw) -> dict[str, Any]:
        """A file that a table's lookups read."""
        return {
            "file": file.name,
            "table": f"{name} (lookup)",
            "sha256": self.collected.sha256[file.name],
            "bytes": file.path.stat().st_size,
            "encoding": raw.encoding,
            "rows": len(raw.row),
            "ignored": [],
        }
