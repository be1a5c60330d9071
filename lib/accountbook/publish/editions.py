"""editions.toml: which notebook belongs to which edition, about whom it is, in which order it runs; when it is due."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import nbformat
from pydantic import BaseModel, ConfigDict, Field, ValidationError

import accountbook
from accountbook.publish.due import Rule
from accountbook.publish.outcome import PublishError
from accountbook.publish.parameters import check_names, declared

Unit = Literal["load", "company", "team", "account", "deal", "owner"]

UNIT_PARAMETERS: dict[str, tuple[str, ...]] = {
    "load": (),
    "company": (),
    "team": ("team",),
    "account": ("account",),
    "deal": ("account", "opportunity"),
    "owner": ("owner",),
}
"""The parameters that say whom a notebook is about; none where it is about everybody."""


_WORD = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")


class Entry(BaseModel):
    """The four lines of a report in editions.toml."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str = _WORD
    edition: str = _WORD
    unit: Unit
    order: int = Field(ge=0)


class Listing(BaseModel):
    """What editions.toml says.

    Attributes
    ----------
    notebook : the reports.
    edition : when an edition is due, by its name; one without is published when somebody asks for it.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    notebook: list[Entry]
    edition: dict[Annotated[str, _WORD], Rule] = Field(default_factory=dict)

    @property
    def editions(self) -> list[str]:
        """Every edition that has a notebook or a rule, by name."""
        return sorted({*self.edition, *(entry.edition for entry in self.notebook)})

    def has_notebooks(self, edition: str) -> bool:
        """Whether an edition has a notebook yet."""
        return any(entry.edition == edition for entry in self.notebook)


@dataclass(frozen=True)
class Notebook:
    """A report as it was when the edition started: editing the file meanwhile changes nothing.

    Attributes
    ----------
    entry : its lines in editions.toml.
    text : the file's content.
    """

    entry: Entry
    text: str

    @property
    def title(self) -> str:
        """Its first heading, a text of the catalogue; without one its name."""
        for cell in json.loads(self.text)["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown" and source.startswith("#"):
                return source.splitlines()[0].lstrip("# ").strip()
        return self.entry.name.replace("_", " ").capitalize()

    @property
    def sha256(self) -> str:
        """Hash of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def notebooks_folder() -> Path:
    """Give the project's own folder of notebooks, beside the package's ``lib``; else ``notebooks`` where we stand."""
    ours = Path(accountbook.__file__).parents[2] / "notebooks"
    return ours if (ours / "editions.toml").is_file() else Path("notebooks").absolute()


def read_listing(folder: Path) -> Listing:
    """Read ``editions.toml`` in a folder of notebooks.

    Raises
    ------
    PublishError
        If it is not there or not as it should be; everything wrong is named.
    """
    path = folder / "editions.toml"
    try:
        return Listing.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise PublishError(f"{path} is not there; it lists the notebooks of each edition") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PublishError(f"{path}: {error}") from error
    except ValidationError as error:
        raise PublishError(f"{path}: {_told(error)}") from error


def read_edition(folder: Path, edition: str) -> list[Notebook]:
    """Read the notebooks of an edition, in their order, and check each one's parameters.

    Parameters
    ----------
    folder : holds ``editions.toml`` and the notebooks.
    edition : name of the edition.

    Raises
    ------
    PublishError
        One message with everything wrong: in the file, in its names, in the notebooks.
    """
    path, listed = folder / "editions.toml", read_listing(folder).notebook
    entries = sorted((entry for entry in listed if entry.edition == edition), key=lambda entry: entry.order)
    if not entries:
        known = ", ".join(sorted({entry.edition for entry in listed}))
        raise PublishError(f"there is no edition {edition!r}; {path} has {known or 'none'}")
    names = [entry.name for entry in entries]
    wrong = [f"{path}: {name} stands twice in {edition}" for name in sorted({n for n in names if names.count(n) > 1})]
    books = []
    for entry in entries:
        try:
            books.append(_read(folder, entry))
        except PublishError as error:
            wrong.append(f"{folder / entry.name}.ipynb {error}")
    if wrong:
        raise PublishError("\n".join(wrong))
    return books


def _read(folder: Path, entry: Entry) -> Notebook:
    try:
        text = (folder / f"{entry.name}.ipynb").read_text(encoding="utf-8")
        node = nbformat.reads(text, as_version=4)
    except FileNotFoundError as error:
        raise PublishError("is not there, though editions.toml lists it") from error
    except (nbformat.reader.NotJSONError, UnicodeDecodeError, nbformat.ValidationError) as error:
        raise PublishError(f"is not a notebook ({type(error).__name__})") from error
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])  # papermill expects them
    wanted = dict.fromkeys(["book", "as_of", "lang"])
    wanted |= dict.fromkeys(UNIT_PARAMETERS[entry.unit])
    check_names(declared(node), wanted)
    return Notebook(entry, text)


def _told(error: ValidationError) -> str:
    """Say which line of which notebook is wrong, and how."""
    told = []
    for part in error.errors(include_url=False):
        place = [str(step + 1) if isinstance(step, int) else step for step in part["loc"]]
        told.append(f"{' '.join(place)}: {part['msg'][:1].lower()}{part['msg'][1:]}")
    return "; ".join(told)
