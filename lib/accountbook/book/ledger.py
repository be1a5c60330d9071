"""The ledger: predictions as they were made, and runs as they went. Nothing in it is ever changed,
but for people who are forgotten (`accountbook.book.forgetting`).

``BOOK/ledger/predictions/<kind>/<as_of>/<load_id>.<code>.parquet`` and ``BOOK/ledger/runs/<run_id>.jsonl``.
"""

from __future__ import annotations

import glob
import json
import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from accountbook.book.content import digest
from accountbook.book.errors import BookError, LedgerError
from accountbook.book.files import make_folder, read_arrow, sync_folder, write_new
from accountbook.book.jsonlines import append_line, as_lines, parsed_lines
from accountbook.book.loads import read_report

_META = b"accountbook"
_WORD = re.compile(r"[A-Za-z0-9_-]{1,80}")
_RUN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,119}")


class Ledger:
    """What was predicted and what was run.

    Parameters
    ----------
    book : folder of the book; the ledger lies in it and is made when first written to.

    Examples
    --------
    >>> import tempfile
    >>> day = pd.Timestamp("2026-10-31")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ledger = Ledger(Path(folder))
    ...     ledger.write_predictions("deals", pd.DataFrame({"p_win": [0.4]}), load_id="L1", as_of=day, code="c1")
    ...     ledger.predictions("deals", load_id="L1", as_of=day)
       p_win
    0    0.4
    """

    def __init__(self, book: Path) -> None:
        self.path = Path(book) / "ledger"
        self._read: dict[Path, pd.DataFrame] = {}
        self._exported: dict[str, pd.Timestamp | None] = {}

    def write_predictions(
        self, kind: str, frame: pd.DataFrame, *, load_id: str, as_of: pd.Timestamp, code: str
    ) -> None:
        """Keep predictions under (kind, load, as_of, code of the models), for good.

        Parameters
        ----------
        kind : accounts, items, deals, quality_orders ...
        frame : its columns are kept, its index is not.
        code : short name of the version of the models' code, letters and digits.

        Raises
        ------
        LedgerError
            If other predictions lie under the same key already; the same ones again change nothing.
        """
        path = self._folder(kind, as_of) / f"{_word(load_id)}.{_word(code)}.parquet"
        self.place(path, frame, sync=True)

    def place(self, path: Path, frame: pd.DataFrame, *, sync: bool) -> None:
        """Write predictions to a path of a ledger; see `write_predictions`."""
        make_folder(path.parent)
        if path.exists():
            _same_or_refuse(path, frame)
            return
        facts = json.dumps({"number": 1 + max((_number(one) for one in path.parent.glob("*.parquet")), default=0)})
        table = pa.Table.from_pandas(frame.reset_index(drop=True), preserve_index=False)
        table = table.replace_schema_metadata({**(table.schema.metadata or {}), _META: facts.encode()})
        beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            write_new(beside, table, sync=sync)
            try:
                # a link, unlike a rename, refuses to take a name that somebody else took meanwhile
                os.link(beside, path)
            except FileExistsError:
                _same_or_refuse(path, frame)
        finally:
            beside.unlink(missing_ok=True)
        if sync:
            sync_folder(path.parent)

    def predictions(
        self, kind: str, *, load_id: str, as_of: pd.Timestamp, code: str | None = None
    ) -> pd.DataFrame | None:
        """Predictions of a kind made from a load as of a date, or None where there are none.

        Parameters
        ----------
        code : version of the models' code; None: whichever was kept last.
        """
        path = self.find(kind, load_id=load_id, as_of=as_of, code=code)
        return None if path is None else self.read(path)

    def find(self, kind: str, *, load_id: str, as_of: pd.Timestamp, code: str | None = None) -> Path | None:
        """Where `predictions` lie."""
        named = f"{_word(load_id)}.{_word(code) if code else '*'}.parquet"
        return max(self._folder(kind, as_of).glob(named), key=_number, default=None)

    def read(self, path: Path) -> pd.DataFrame:
        """Predictions that lie at a path, read once: what is there never changes."""
        if path not in self._read:
            self._read[path] = _kept(path)
        return self._read[path].copy(deep=False)

    def history(self, kind: str, *, before: pd.Timestamp) -> pd.DataFrame:
        """Predictions of a kind as of every earlier date, for each as `first` has them; an empty frame: none."""
        found = [self.read(path) for _, path in self.first(kind, before=before)]
        found = [frame for frame in found if len(frame)] or found[:1]
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame()

    def first(self, kind: str, *, before: pd.Timestamp) -> list[tuple[pd.Timestamp, Path]]:
        """Each earlier date that has predictions of a kind, and where those lie that were said first; oldest first.

        What was computed again for the same date, from a later load or by a later method, never stands in for what was
        said. A load whose export lies before the date did not know it: it counts only where no other does.
        """
        root = self.path / "predictions" / _word(kind)
        days = [(pd.Timestamp(folder.name), folder) for folder in sorted(root.glob("[0-9]*"))]
        found = [(day, [*folder.glob("[!.]*.parquet")]) for day, folder in days if day < before]
        return [(day, min(paths, key=lambda path: self._order(path, day))) for day, paths in found if paths]

    def exported_on(self, path: Path) -> pd.Timestamp | None:
        """Day of the export that predictions at a path were made from; None where its load is no more."""
        load_id = path.name.split(".")[0]
        if load_id not in self._exported:
            try:
                self._exported[load_id] = pd.Timestamp(read_report(self.path.parent, load_id)["exported_on"])
            except BookError:
                self._exported[load_id] = None
        return self._exported[load_id]

    def _order(self, path: Path, day: pd.Timestamp) -> tuple[bool, int]:
        """The smaller, the earlier said."""
        exported_on = self.exported_on(path)
        return exported_on is not None and exported_on < day, _number(path)

    def kinds(self) -> list[str]:
        """The kinds of predictions that were ever kept."""
        return sorted(folder.name for folder in (self.path / "predictions").glob("*") if folder.is_dir())

    def start_run(self, run_id: str, **facts: Any) -> None:
        """Open the record of a run; its first line holds `facts` (edition, as_of ...).

        Raises
        ------
        LedgerError
            If a run of this name is on record.
        """
        path = self._run(run_id)
        make_folder(path.parent)
        try:
            write_new(path, as_lines([{"run_id": run_id, **facts}]))
        except FileExistsError as error:
            raise LedgerError(f"{path} is on record already; a run is recorded once, give it a new name") from error
        sync_folder(path.parent)

    def record(self, run_id: str, **facts: Any) -> None:
        """Append one line to a run's record; whole lines only, whoever else writes to it.

        Raises
        ------
        LedgerError
            If the run was never started.
        """
        path = self._run(run_id)
        try:
            append_line(path, facts, make=False)
        except FileNotFoundError as error:
            raise LedgerError(f"{path} is missing: start the run before recording its steps") from error

    def run(self, run_id: str) -> list[dict[str, Any]]:
        """A run's lines in order, its facts first; a torn line is left out."""
        path = self._run(run_id)
        if not path.exists():
            raise LedgerError(f"{path} is missing: no run of that name is on record")
        return parsed_lines(path)

    def runs(self, *, stem: str = "") -> list[dict[str, Any]]:
        """Every run as one record, by name: its facts, overlaid by those lines that speak of the run as a whole.

        Parameters
        ----------
        stem : only runs whose name begins with this.

        A line speaks of the whole run if it has a key ``run`` that is true, e.g. the last one:
        ``record(run_id, run=True, state="ok", ok=60, failed=0)``.
        """
        found = []
        for path in sorted((self.path / "runs").glob(f"{glob.escape(stem)}*.jsonl")):
            first, *rest = self.run(path.stem) or [{"run_id": path.stem}]
            whole = {"state": "running", "ok": 0, "failed": 0, **first}
            for line in rest:
                if line.get("run") is True:
                    whole |= line
            found.append(whole)
        return found

    def _folder(self, kind: str, as_of: pd.Timestamp) -> Path:
        return self.path / "predictions" / _word(kind) / f"{as_of:%Y-%m-%d}"

    def _run(self, run_id: str) -> Path:
        if not _RUN.fullmatch(run_id):
            raise LedgerError(f"a run's name holds letters, digits, _ - and . only, found {run_id!r}")
        return self.path / "runs" / f"{run_id}.jsonl"


def _word(text: str) -> str:
    """A part of a path, if it can be nothing else."""
    if not _WORD.fullmatch(text):
        raise LedgerError(f"a key of the ledger holds letters, digits, _ and - only, found {text!r}")
    return text


def _kept(path: Path) -> pd.DataFrame:
    """Predictions as they were kept."""
    return read_arrow(path).to_pandas()


def _number(path: Path) -> int:
    """The how-many-eth of its folder a file of predictions is: the ledger's clock."""
    try:
        facts = (pq.read_metadata(path).metadata or {}).get(_META)
    except pa.ArrowException as error:
        raise BookError(
            f"{path} is damaged; restore it from a backup, or delete it to have it computed again"
        ) from error
    return json.loads(facts)["number"] if facts else 0


def _same_or_refuse(path: Path, frame: pd.DataFrame) -> None:
    """Nothing, if a file holds just this frame."""
    kept = _kept(path)
    if list(kept.columns) != list(frame.columns) or digest(kept) != digest(frame):
        raise LedgerError(
            f"{path} holds other predictions for the same load, date and code. The ledger is never changed: "
            "give changed models another code"
        )
