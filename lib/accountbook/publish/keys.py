"""The key of a run: a hash of all that a page depends on. The same key gives the same page, so it is not run again."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import accountbook
from accountbook.book import Book, read_settings
from accountbook.publish.outcome import PublishError

LIBRARIES = ("pandas", "numpy", "pyarrow", "scikit-learn", "scipy", "matplotlib", "jinja2", "babel", "fonttools")
"""Other people's code that a page's bytes depend on most."""

Links = Sequence[tuple[str, str]]
"""(text, relative address) of links."""

_SUFFIXES = frozenset({".py", ".j2", ".css", ".js", ".po", ".toml", ".json"})


def package_hash() -> str:
    """Give the hash of our version, of every source of the package, and of the versions of what lies below it."""
    digest = hashlib.sha256(accountbook.__version__.encode())
    root = Path(accountbook.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in _SUFFIXES and "__pycache__" not in path.parts:
            digest.update(f"\0{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    versions = {name: metadata.version(name) for name in LIBRARIES}
    digest.update(json.dumps([sys.version_info[:3], versions], sort_keys=True).encode())
    return digest.hexdigest()


def code_hash(folder: Path, *, package: str = "") -> str:
    """Give the hash of the code that pages come from: the package, and every module that lies beside the notebooks.

    Parameters
    ----------
    folder : of the notebooks.
    package : hash of the package; that of what is on the disk now by default.
    """
    digest = hashlib.sha256((package or package_hash()).encode())
    for path in sorted(folder.glob("*.py")):
        digest.update(f"\0beside {path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def check_code(code: str, folder: Path) -> None:
    """Refuse to go on if the code is no longer what it was when the edition started: its pages would be a mix.

    Parameters
    ----------
    code : its hash then.
    folder : of the notebooks.

    Raises
    ------
    PublishError
        If it has changed.
    """
    if code_hash(folder) != code:
        raise PublishError(
            f"the code of accountbook, or a module in {folder}, was changed while the edition was made; nothing was "
            "published, what was there stays; publish again, and all pages come from the new code"
        )


def settings_hash(book: Path) -> str:
    """Give the hash of what book.toml says, but for what no page says: whom to mail, how long to keep, in which
    languages to publish."""
    unsaid = {"mail", "keep", "languages"}
    return hashlib.sha256(read_settings(book).model_dump_json(exclude=unsaid).encode()).hexdigest()


def predictions_hash(book: Book) -> str:
    """Give the hash of which predictions the ledger holds up to the book's day.

    Predictions never change once they are written, so their names stand for them.
    """
    root, day = book.ledger.path / "predictions", f"{book.as_of:%Y-%m-%d}"
    kept = [path.relative_to(root).as_posix() for path in root.glob("*/*/*.parquet") if path.parent.name <= day]
    return hashlib.sha256(json.dumps(sorted(kept)).encode()).hexdigest()


def run_key(
    *,
    notebook: str,
    parameters: Mapping[str, Any],
    code: str,
    settings: str,
    data: str,
    links: Links = (),
    pdf: bool = False,
) -> str:
    """Give the key of one run.

    Parameters
    ----------
    notebook : hash of the notebook.
    parameters : what it is given, without the place where its book lies.
    code : `code_hash`.
    settings : hash of book.toml.
    data : hash of the rows and predictions that it may read.
    links : what the page's top line leads to, beside what the notebook says.
    pdf : whether it is printed, too.

    Examples
    --------
    >>> parts = {"notebook": "a", "code": "b", "settings": "c", "data": "d"}
    >>> run_key(parameters={"lang": "en"}, **parts) == run_key(parameters={"lang": "ko"}, **parts)
    False
    """
    given = {name: value for name, value in parameters.items() if name != "book"}
    return hashlib.sha256(
        json.dumps([notebook, given, code, settings, data, [*links], pdf], sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
