"""Sheets out: ``accountbook sheets``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from accountbook.cli.frame import app, said_plainly


@app.command()
def sheets(
    place: Annotated[Path | None, typer.Argument(help="Folder of the book.", metavar="BOOK")] = None,
    book: Annotated[Path | None, typer.Option("--book", help="Folder of the book.", metavar="BOOK")] = None,
    owner: Annotated[list[str] | None, typer.Option(help="Only the sheets of these employees.", metavar="ID")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the sheets; made if absent.", metavar="DIR")] = Path(
        "sheets"
    ),
    lang: Annotated[str | None, typer.Option(help="Language of the sheets.  [default: as book.toml says]")] = None,
) -> None:
    """Write Excel sheets for what only people know, one file per owner; load reads them back."""
    from accountbook.book import last_report, read_settings
    from accountbook.display.catalogue import languages
    from accountbook.publish.handout import hand_out

    if (place is None) == (book is None):
        raise typer.BadParameter("name the book once: accountbook sheets BOOK")
    folder, now = place or book, datetime.now(UTC)
    with said_plainly():
        report = last_report(folder)
        if report is None:
            typer.echo(f"accountbook: {folder}: no load yet; next: accountbook load SOURCE --book {folder}", err=True)
            raise typer.Exit(2)
        language = lang or read_settings(folder).locale
        if language not in languages():
            raise typer.BadParameter(f"sheets are written in {', '.join(sorted(languages()))}; found {language!r}")
        today = pd.Timestamp(now.astimezone().date())
        chosen = max(today, pd.Timestamp(report["exported_on"]))
        moment = pd.Timestamp(now.replace(tzinfo=None, microsecond=0))
        done = hand_out(folder, out, chosen, written_at=moment, owners=owner or (), lang=language)
    for one in done:
        what = f"{one.accounts:,} account{'s' if one.accounts != 1 else ''}" if one.owner else "the company's own"
        typer.echo(f"  {one.path}: {what}")
    typer.echo(f"{len(done)} sheets in {out}; when they are filled in: accountbook load {out} --book {folder}")
