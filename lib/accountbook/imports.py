"""How modules come in: when they are first needed, and without what others would drag along for nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path


def on_demand(package: str, homes: Mapping[str, str]) -> tuple[list[str], Callable[[str], object]]:
    """Give a package's ``__all__`` and ``__getattr__``: each name's module is imported when the name is first used.

    Parameters
    ----------
    package : its ``__name__``.
    homes : names, separated by blanks, by the module of the package that has them.

    Examples
    --------
    >>> names, get = on_demand("accountbook.tables", {"table": "Row Scope"})
    >>> names, get("Row").__module__
    (['Row', 'Scope'], 'accountbook.tables.table')
    """
    home = {name: module for module, names in homes.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in home:
            raise AttributeError(f"{package} has no {name!r}; it has {', '.join(sorted(home))}.")
        return getattr(import_module(f"{package}.{home[name]}"), name)

    return sorted(home), get


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Let what is imported in the block find these modules missing: it can do without them, and they cost time.

    What has been imported before stays, and after the block all can be imported as ever.

    Examples
    --------
    >>> with without("tabnanny"):
    ...     try:
    ...         import tabnanny
    ...     except ImportError:
    ...         "missing"
    'missing'
    >>> import tabnanny
    """
    absent = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


@cache
def source_hash(*rooms: str) -> str:
    """SHA-256 of the Python and TOML files of some rooms of the package: it changes whenever what they do may change.

    Examples
    --------
    >>> len(source_hash("tables")), source_hash("tables") == source_hash("tables", "features")
    (64, False)
    """
    home, content = Path(__file__).parent, sha256()
    for path in sorted(path for room in rooms for end in ("py", "toml") for path in (home / room).rglob(f"*.{end}")):
        content.update(path.relative_to(home).as_posix().encode())
        content.update(path.read_bytes())
    return content.hexdigest()
