"""Exports in: ``accountbook demo | map | load``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from accountbook.cli.frame import BookOption, ClusterOption, WorkersOption, app, day, executor_for, said_plainly

REASONS = 3
"""So many reasons for rows turned away are told per table."""


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write the exports; made if absent.", metavar="DIR")],
    accounts: Annotated[int, typer.Option(min=1, help="How many accounts.")] = 60,
    months: Annotated[int, typer.Option(min=1, help="How many months of history.")] = 42,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 7,
    honest: Annotated[
        bool, typer.Option("--honest", help="A company in which nobody hides, pushes or leaves.")
    ] = False,
) -> None:
    """Write the exports of a made-up company, as dirty as real ones."""
    from accountbook.demo import make_company

    with said_plainly():
        try:
            make_company(folder, accounts=accounts, months=months, seed=seed, honest=honest)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    typer.echo(f"{folder}: {accounts} made-up accounts, {months} months; next: accountbook load {folder} --book BOOK")


@app.command("map")
def propose(
    source: Annotated[Path, typer.Argument(help="Folder with the exports.", metavar="SOURCE")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where to write it.  [default: SOURCE/mapping.toml]")
    ] = None,
) -> None:
    """Propose a mapping.toml from the files' own headers and values; edit it, then load."""
    from accountbook.ingest import propose

    target = out or source / "mapping.toml"
    if target.exists():
        typer.echo(f"accountbook: {target} is there already; move it away, or name another place with --out", err=True)
        raise typer.Exit(2)
    with said_plainly():
        proposal = propose(source)
        target.write_text(proposal.text, encoding="utf-8")
    for line in proposal.found:
        typer.echo(f"  {line}")
    typer.echo(f"{target}: written; look it over.")
    if proposal.guessed:
        typer.echo(f"Guesses, with # ? behind the line: {proposal.guessed}")
    if proposal.needed:
        typer.echo(f"Needed before it can be loaded: {len(proposal.needed)}")
    for line in proposal.needed:
        typer.echo(f"  {line}")
    typer.echo(f"Then: accountbook load {source} --book BOOK")


@app.command()
def load(
    source: Annotated[
        Path, typer.Argument(help="Folder with the exports, with filled sheets, or with both.", metavar="SOURCE")
    ],
    book: BookOption,
    mapping: Annotated[Path | None, typer.Option(help="The mapping.  [default: SOURCE/mapping.toml]")] = None,
    exported_on: Annotated[
        str | None, typer.Option(help="Day of the export.  [default: as the mapping says]", metavar="YYYY-MM-DD")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Read every row again, also where only new ones would do.")
    ] = False,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Read exports and filled sheets into a new load of the book; the last good one stays if they cannot be trusted."""
    from accountbook.loading import load_source

    today = pd.Timestamp(datetime.now().date())
    with said_plainly(), executor_for(workers, cluster) as executor:
        exported = day(exported_on) if exported_on else None
        load_id, report = load_source(
            source, book, mapping=mapping, exported_on=exported, executor=executor, full=full, today=today
        )
    alone = report.get("sheets_alone")
    typer.echo(f"{book}: load {load_id}{' stays: the sheets change nothing in it' if report.get('stays') else ''}")
    for name, counts in report["tables"].items() if not alone else ():
        over = f", beside {counts['taken_over']['rows']:,} of the load before" if "taken_over" in counts else ""
        typer.echo(
            f"  {name}: {counts['rows_in']:,} rows = {counts['kept']:,} kept + {counts['merged']:,} merged"
            f" + {counts['rejected']:,} turned away{over}"
        )
        for reason, rows in list(counts["reasons"].items())[:REASONS]:
            typer.echo(f"    turned away: {rows:,} x {reason}")
    for line in sheet_lines(report):
        typer.echo(f"  {line}")
    if "read_all" in report:
        typer.echo(f"  note: every order line was read again: {report['read_all']}")
    for flag in report["flags"] if not alone else report["sheet_flags"]:
        typer.echo(f"  note: {flag}")
    rejected = [one["rejected"] for one in report.get("sheets", [])]
    rejected += [one["rejected"] for one in report["tables"].values()] if not alone else []
    if any(rejected) and report.get("stays"):
        typer.echo("What was turned away stands in the sheets only: mend it there, and load them again.")
    elif any(rejected):
        typer.echo(f"What was turned away, row by row: {book / 'loads' / load_id / 'rejected'}")
    typer.echo(f"Then: accountbook publish monthly --book {book} --as-of {load_id[:10]}")


SHOWN = 12
"""Lines of one sheet that are told one by one."""


FORGOTTEN = "erased: it names somebody who was forgotten; clear the line, or ask for new sheets"


def sheet_lines(report: Mapping[str, Any]) -> list[str]:
    """What filled sheets came to, for whoever loads them: where and what, no values.

    Examples
    --------
    >>> line = {"row": 7, "what": "next", "columns": ["due_on"], "headers": ["Due on"]}
    >>> counts = {"new": 0, "changed": 0, "next": 1, "removed": 0, "rejected": 0}
    >>> one = {"file": "kim.xlsx", "sheet": "Goals", "table": "goals", **counts, "lines": [line]}
    >>> sheet_lines({"sheets": [one], "sheet_files": [{"file": "kim.xlsx"}, {"file": "lee.xlsx"}]})
    ['kim.xlsx: Goals: 1 next version', '  Goals row 7: next version: Due on', 'lee.xlsx: nothing changed']
    """
    from accountbook.sheets.judged import ERASED
    from accountbook.sheets.layout import LAYOUTS, Kind

    said = []
    for file in [one["file"] for one in report.get("sheet_files", [])]:
        mine = [one for one in report["sheets"] if one["file"] == file]
        said += [f"{file}: nothing changed"] if not mine else []
        for one in mine:
            following = "next version" if LAYOUTS[one["table"]].kind is Kind.VERSION else "new state"
            words = {"changed": "changed", "new": "new", "next": following, "removed": "taken out",
                     "rejected": "turned away"}  # fmt: skip
            counts = [f"{one[name]:,} {word}" for name, word in words.items() if one.get(name)]
            said.append(f"{file}: {one['sheet']}: {', '.join(counts)}")
            # what was turned away is to be mended: it is told whole
            lines = [line for line in one["lines"] if line["what"] == "rejected"]
            rest = [line for line in one["lines"] if line["what"] != "rejected"]
            for line in [*lines, *rest[:SHOWN]]:
                columns = ", ".join(filter(None, line.get("headers", line["columns"])))
                reason = line.get("reason", "")
                why = " ".join(filter(None, [columns, FORGOTTEN if reason == ERASED else reason]))
                said.append(f"  {one['sheet']} row {line['row']}: {words[line['what']]}{': ' if why else ''}{why}")
            said += [f"  and {len(rest) - SHOWN:,} more lines"] if len(rest) > SHOWN else []
    return said
