"""Parameters: checked by name and type before anything runs.

papermill writes parameters into the notebook as source code. It escapes texts, numbers and lists of them;
tuples, paths and its parameters' names it writes as they are, which lets code in; a number of numpy becomes a
text; and a misspelt name runs the notebook for whoever its default names. So nothing but plain values under
known names comes near it.
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Mapping
from typing import Any

import nbformat

from accountbook.publish.outcome import PublishError

KNOWN = ("book", "as_of", "lang", "account", "team", "owner", "opportunity")
"""Every name that the publisher passes; a notebook declares those of its unit."""

_NAME = re.compile(r"[a-z_][a-z0-9_]*", flags=re.ASCII)
_SECRET = re.compile(r"pass|token|secret|credential|api_?key|private_?key")


def declared(notebook: nbformat.NotebookNode) -> list[str]:
    """Give the names in a notebook's cell tagged ``parameters``, as papermill reads them.

    Raises
    ------
    PublishError
        If there is no such cell.
    """
    from papermill.inspection import _infer_parameters  # inspect_notebook takes a path only, and formats it

    if not any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells):
        raise PublishError("has no cell tagged 'parameters'; tag the cell with its `name: type = value` lines")
    log = logging.getLogger("papermill")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        return [found.name for found in _infer_parameters(notebook, name="python3", language="python")]
    finally:
        log.setLevel(level)


def check_names(names: list[str], given: Mapping[str, Any]) -> None:
    """Refuse to run a notebook whose parameters are not exactly those that it is given.

    Raises
    ------
    PublishError
        Listing everything that is wrong.

    Examples
    --------
    >>> check_names(["book", "acount"], {"book": "b", "account": "A-1"})
    Traceback (most recent call last):
    ...
    accountbook.publish.outcome.PublishError: declares acount, which nobody passes; does not declare account
    """
    wrong = []
    for name in [*names, *given]:
        if not _NAME.fullmatch(name):
            raise PublishError("has a parameter whose name is not a plain word of a-z, 0-9 and _")
        if _SECRET.search(name):
            raise PublishError(f"has a parameter {name}; a secret is never passed to a notebook, read it from a file")
    unknown = sorted(set(names) - set(given))
    missing = sorted(set(given) - set(names))
    if unknown:
        wrong.append(f"declares {', '.join(unknown)}, which nobody passes")
    if missing:
        wrong.append(f"does not declare {', '.join(missing)}")
    if len(names) != len(set(names)):
        wrong.append("declares a parameter twice")
    if wrong:
        raise PublishError("; ".join(wrong))


def plain(value: Any, *, name: str = "value") -> Any:
    """Give a copy of a parameter's value made of plain text, numbers, lists and dicts only.

    Raises
    ------
    PublishError
        For any other type, a subclass of these included, naming the parameter and the type but not the value.

    Examples
    --------
    >>> plain({"ids": ["007", None, 1.5]})
    {'ids': ['007', None, 1.5]}
    >>> plain(("A-1",), name="account")
    Traceback (most recent call last):
    ...
    accountbook.publish.outcome.PublishError: account is a tuple; a parameter is a str, int, float, bool, list or dict
    """
    _check(value, name)
    return json.loads(json.dumps(value, allow_nan=False))


def _check(value: Any, name: str) -> None:
    kind = type(value)
    if kind is list:
        for part in value:
            _check(part, name)
    elif kind is dict:
        for key, part in value.items():
            if type(key) is not str:
                raise PublishError(f"{name} has a key that is a {type(key).__name__}, expected str")
            _check(part, name)
    elif kind is str:
        if not _encodes(value):
            raise PublishError(f"{name} holds half a character (a lone surrogate); mend it where it was read")
    elif kind is float:
        if not math.isfinite(value):
            raise PublishError(f"{name} is not a finite number")
    elif kind not in (int, bool, type(None)):
        raise PublishError(f"{name} is a {kind.__name__}; a parameter is a str, int, float, bool, list or dict")


def _encodes(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)
