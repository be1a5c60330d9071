"""The catalogue of sentences: read a language's, and bring all up to date from the code and the notebooks.

``python -m accountbook.display.catalogue [FOLDER]`` in the project's folder writes ``locale/messages.pot`` and
brings every language's ``messages.po`` up to it. Sentences are the texts in ``t("...")``, ``t.rich("...")``,
``t.plural("...", "...", n)`` and ``N_("...")``, and the headings of the notebooks, which the pages show as labels.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

__all__ = ["extracted", "languages", "main", "messages", "refresh"]

KEYWORDS = {"t": None, "rich": None, "N_": None, "plural": (1, 2), "n_": (1, 2)}
Message = str | tuple[str, str]


@cache
def languages() -> frozenset[str]:
    """Give the languages that pages can be written in.

    Examples
    --------
    >>> "en" in languages(), "../en" in languages()
    (True, False)
    """
    folders = files("accountbook.display").joinpath("locale").iterdir()
    return frozenset(one.name for one in folders if one.joinpath("LC_MESSAGES", "messages.po").is_file())


@cache
def messages(lang: str) -> dict[Message, str | tuple[str, ...]]:
    """Give a language's sentences: English to translated; what is not yet translated is left out.

    Raises
    ------
    ValueError
        If there is no catalogue for the language.

    Examples
    --------
    >>> messages("en")
    {}
    """
    if lang not in languages():
        raise ValueError(f"There is no catalogue for the language {lang!r}; add locale/{lang}/LC_MESSAGES/messages.po.")
    source = files("accountbook.display").joinpath("locale", lang, "LC_MESSAGES", "messages.po")
    catalogue = read_po(io.BytesIO(source.read_bytes()), locale=lang)
    found: dict[Message, str | tuple[str, ...]] = {}
    for message in catalogue:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(said) and not message.fuzzy:
            found[message.id] = message.string
    return found


def extracted(folder: Path) -> Catalog:
    """Collect the sentences of a project's ``lib`` and ``notebooks``, sorted, without line numbers.

    Parameters
    ----------
    folder : Path
        The project: holds ``lib/accountbook`` and, where there are any, ``notebooks``.

    Returns
    -------
    babel.messages.catalog.Catalog
    """
    catalogue = Catalog(project="accountbook", header_comment="# Accountbook's sentences. Made by display.catalogue.")
    for path in sorted((folder / "lib" / "accountbook").rglob("*.py")):
        for message in _of_code(path.read_bytes()):
            catalogue.add(message, locations=[(path.relative_to(folder / "lib").as_posix(), 0)])
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        for message in _of_notebook(path.read_text(encoding="utf-8")):
            catalogue.add(message, locations=[(path.relative_to(folder).as_posix(), 0)])
    return catalogue


def _of_code(source: bytes) -> Iterator[Message]:
    for _, message, _, _ in extract("python", io.BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"}):
        if message and all(message):
            yield message


def _of_notebook(text: str) -> Iterator[Message]:
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from (line.lstrip("# ").strip() for line in source.splitlines() if line.startswith("#"))
        elif cell["cell_type"] == "code":
            yield from _of_code(source.encode("utf-8"))


def written(catalogue: Catalog) -> bytes:
    """Give a catalogue as the bytes of a .pot or .po: sorted, without dates, so that it changes only with its words."""
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=120)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Language-Team')
    kept = [line for line in lines if not line.startswith((*dated, '"Report-Msgid', '"Project-Id-Version', "#, fuzzy"))]
    return "".join(kept).encode("utf-8")


def refresh(folder: Path) -> int:
    """Write the .pot and bring every language's .po up to it; give the number of sentences."""
    catalogue = extracted(folder)
    home = folder / "lib" / "accountbook" / "display" / "locale"
    (home / "messages.pot").write_bytes(written(catalogue))
    for path in sorted(home.glob("*/LC_MESSAGES/messages.po")):
        own = read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name)
        own.update(catalogue, no_fuzzy_matching=True, update_header_comment=True)
        own.obsolete.clear()
        path.write_bytes(written(own))
    return len(catalogue)


def main(folder: Path) -> None:
    """Refresh the catalogues of the project in `folder` and say how many sentences there are."""
    sys.stdout.write(f"{refresh(folder)} sentences\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
