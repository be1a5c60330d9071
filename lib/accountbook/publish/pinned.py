"""A book pinned to one of its loads: what an edition reads stays what it was, whatever is loaded meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

from accountbook.publish.files import make_folder, write


def pin(book: Path, load_id: str, folder: Path, *, ledger: bool = True) -> Path:
    """Make a folder that opens as a book does, on one load and with book.toml as it is now.

    Loads, and the ledger if it is wanted, are the book's own, by links: predictions that are kept there are the book's.

    Parameters
    ----------
    book : folder of the book.
    load_id : the load to open.
    folder : where; made if absent.
    ledger : whether it has the book's ledger; else it has none yet.
    """
    make_folder(folder)
    shutil.copy2(book / "book.toml", folder / "book.toml")
    for name in ("loads", *(["ledger"] if ledger else [])):
        (folder / name).symlink_to((book / name).resolve())
    write(folder / "current", f"{load_id}\n".encode("ascii"))
    return folder
