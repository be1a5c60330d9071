"""The catalogue of sentences: read a language's, and bring all up to date from the code and the notebooks.

``python -m accountbook.display.catalogue [FOLDER]`` in the project's folder writes ``locale/messages.pot`` and
brings every language's ``messages.po`` up to it, and says which sentences a language lacks. Sentences are the texts in
``t("...")``, ``words("...")``, ``t.rich("...")``, ``t.plural("...", "...", n)`` and ``N_("...")``, what a table's
``adds="..."`` says, and the headings of the notebooks, which the pages show as labels.
"""

from __future__ import annotations

import ast
import io
import json
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

__all__ = ["extracted", "languages", "main", "messages", "refresh", "untranslated"]

KEYWORDS = {"t": (1,), "words": (1,), "self": (1,), "rich": (1,), "N_": (1,), "plural": (1, 2)}
"""Which arguments of a call are sentences, counted from one."""
SOURCE = "en"
"""The language in which sentences are written in the code."""
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
        for message in (*_of_code(path.read_text(encoding="utf-8")), *_of_tables(path)):
            catalogue.add(message, locations=[(path.relative_to(folder / "lib").as_posix(), 0)])
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        for message in _of_notebook(path.read_text(encoding="utf-8")):
            catalogue.add(message, locations=[(path.relative_to(folder).as_posix(), 0)])
    return catalogue


def _of_code(source: str) -> Iterator[Message]:
    """Read the sentences of calls, those inside another sentence's call too."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        places = KEYWORDS.get(_name_of(node.func))
        if places is None or len(node.args) < max(places):
            continue
        texts = [node.args[place - 1] for place in places]
        if all(isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value for one in texts):
            told = tuple(str(one.value) for one in texts if isinstance(one, ast.Constant))
            yield told[0] if len(told) == 1 else (told[0], told[1])


def _name_of(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""


def _of_tables(path: Path) -> Iterator[Message]:
    """What a table's absence takes from the reports: pages say it, and its schema knows nothing of pages."""
    if path.parent.name != "tables":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "adds" and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def _of_notebook(text: str) -> Iterator[Message]:
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from (line.lstrip("# ").strip() for line in source.splitlines() if line.startswith("#"))
        elif cell["cell_type"] == "code":
            # what only a notebook understands is no call of ours
            yield from _of_code("".join("\n" if line[:1] in "%!" else line for line in source.splitlines(True)))


def written(catalogue: Catalog) -> bytes:
    """Give a catalogue as the bytes of a .pot or .po: sorted, without dates, so that it changes only with its words."""
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=120)
    lines = out.getvalue().decode("utf-8").splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator', '"Language-Team')
    kept = [line for line in lines if not line.startswith((*dated, '"Report-Msgid', '"Project-Id-Version', "#, fuzzy"))]
    return "".join(kept).encode("utf-8")


def refresh(folder: Path) -> int:
    """Write the .pot and bring every language's .po up to it; give the number of sentences.

    What the code says no more stays at the end of the .po as obsolete, where it was translated, and counts again once
    the code says it again.
    """
    catalogue = extracted(folder)
    home = folder / "lib" / "accountbook" / "display" / "locale"
    (home / "messages.pot").write_bytes(written(catalogue))
    for path in sorted(home.glob("*/LC_MESSAGES/messages.po")):
        own = read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name)
        for message in [*own.obsolete.values()]:
            if message.id not in own:
                own.add(message.id, message.string)
        own.obsolete.clear()
        own.update(catalogue, no_fuzzy_matching=True, update_header_comment=True)
        for key, message in [*own.obsolete.items()]:
            if not any(message.string):
                del own.obsolete[key]
        path.write_bytes(written(own))
    return len(catalogue)


def untranslated(path: Path) -> list[Message]:
    """Give the sentences that a language's ``messages.po`` leaves empty, in their order."""
    catalogue = read_po(io.BytesIO(path.read_bytes()), locale=path.parents[1].name)
    return [one.id for one in catalogue if one.id and not all([*one.string] if one.pluralizable else [one.string])]


def main(folder: Path) -> None:
    """Refresh the catalogues of the project in `folder`; say how many sentences there are and what languages lack."""
    sys.stdout.write(f"{refresh(folder)} sentences\n")
    home = folder / "lib" / "accountbook" / "display" / "locale"
    for path in sorted(home.glob("*/LC_MESSAGES/messages.po")):
        lang = path.parents[1].name
        lacking = [] if lang == SOURCE else untranslated(path)
        sys.stdout.write("".join(f"{lang} lacks: {one if isinstance(one, str) else one[1]}\n" for one in lacking))
        if lang != SOURCE:
            sys.stdout.write(f"{lang}: {len(lacking)} sentences without a translation\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
