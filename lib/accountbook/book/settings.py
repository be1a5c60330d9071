"""book.toml: whose book it is, and the few numbers that a company sets for itself."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from accountbook.book.errors import BookError
from accountbook.tables.column import ONE_LINE

NAME = "book.toml"


class Thresholds(BaseModel):
    """From where on something counts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    risk: float = Field(default=0.25, ge=0, le=1, description="chance of no order from which an account is at risk")
    risk_jump: float = Field(default=0.08, ge=0, le=1, description="rise of that chance in a month that is told")
    stall_days: int = Field(
        default=60, ge=1, le=36_500, description="days without a move after which a deal has stalled"
    )
    action_days: int = Field(
        default=30, ge=1, le=36_500, description="days ahead within which a proposed action is due"
    )
    verified_days: int = Field(
        default=365, ge=1, le=36_500, description="days after which evidence about a person is old"
    )
    call_odds: float = Field(
        default=1.5, ge=1, le=10, description="by what a call is assumed to multiply the odds of an order or a deal"
    )


_ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"


class Mail(BaseModel):
    """The mail that owners get after an edition; none, while `host` is empty. Secrets stand in the environment."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    host: str = Field(default="", pattern=r"^[A-Za-z0-9.:-]*$", description="mail server; empty: no mail is sent")
    port: int = Field(default=587, ge=1, le=65535, description="its port")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="starttls, tls from the start, or none, and then nobody logs in"
    )
    sender: str = Field(default="", pattern=f"{_ADDRESS}|^$", description="address that the mails come from")
    user_variable: str = Field(
        default="ACCOUNTBOOK_MAIL_USER", description="environment variable with the user's name; unset: no login"
    )
    password_variable: str = Field(
        default="ACCOUNTBOOK_MAIL_PASSWORD", description="environment variable with the password"
    )
    link_base: str = Field(
        default="", pattern=r"^(https?://\S+|file://\S+|)$", description="where readers find the folder of the reports"
    )
    owners: dict[str, Annotated[str, Field(pattern=_ADDRESS)]] = Field(
        default={}, description="owner_id = the address that hears of this owner's accounts"
    )

    @model_validator(mode="after")
    def _whole(self) -> Mail:
        if self.host and not self.sender:
            raise ValueError("a host without a sender; say which address the mails come from")
        return self


class Rights(BaseModel):
    """Who may read the company's own pages, and what they may say of single accounts."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    company: str = Field(default="", description="group that may read the company's own pages; empty: the publisher")
    name_accounts: bool | None = Field(
        default=None, description="true: the company's pages name the accounts of all teams; false: sums only"
    )
    least: int = Field(default=5, ge=5, description="accounts in a sum at least, where they may not be named")


class Profit(BaseModel):
    """What the simulation of a deal's profit assumes: alone where the book has no history, as a few more cases where
    it has little. Shares are of the price."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    loss_limit: float = Field(default=0.1, ge=0, lt=1, description="chance of a loss above which no offer goes out")
    interest_rate: float = Field(default=0.06, ge=0, le=1, description="a year's interest on money that is waited for")
    terms_days: float = Field(default=30, ge=0, le=3650, description="days from the invoice until it is due")
    delay_days: float = Field(default=10, ge=0, le=3650, description="days paid late on average")
    delivery_days: float = Field(default=60, ge=0, le=3650, description="days from now to delivery without a date")
    rate_volatility: float = Field(default=0.1, ge=0, le=2, description="a year's volatility of an exchange rate")
    cost_uncertainty: float = Field(default=0.05, ge=0, le=1, description="standard deviation of cost, share of it")
    warranty_share: float = Field(default=0.01, ge=0, le=1, description="claims and warranty, share of the price")
    service_share: float = Field(default=0.02, ge=0, le=1, description="service after delivery, share of the price")
    concession_share: float = Field(default=0.01, ge=0, le=1, description="what is still given in, share of the price")
    share_spread: float = Field(
        default=0.5, ge=0, le=3, description="standard deviation of these shares, share of them"
    )
    day_cost: float = Field(default=0, ge=0, description="cost of a day of work on requirements; 0: it is not counted")
    reference_low: float = Field(default=0, ge=0, description="your own lower end of what a reference is worth")
    reference_high: float = Field(default=0, ge=0, description="your own upper end; 0: no reference value is shown")

    @model_validator(mode="after")
    def _ordered(self) -> Profit:
        if self.reference_high and self.reference_high < self.reference_low:
            raise ValueError("reference_high is under reference_low; swap them")
        return self


class Keep(BaseModel):
    """How long what was published is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    editions_months: int = Field(default=0, ge=0, description="months that an edition is kept; 0: for ever")
    failed_days: int = Field(default=7, ge=0, description="days that the notebook of a failed page is kept")


class Settings(BaseModel):
    """What book.toml says.

    Attributes
    ----------
    company, currency, country, invented, fiscal_year_end_month : whose book it is; amounts are in `currency`.
    locale : language of pages where none is asked for.
    languages : those in which editions are published side by side; empty: the locale alone.
    teams : the group of the file system that may read a team's pages, by team.
    owners : the team of an owner's accounts, by employee number, whatever the tables say; empty: the company alone.
    access, thresholds, profit, mail, keep : see `Rights`, `Thresholds`, `Profit`, `Mail` and `Keep`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    company: str = Field(pattern=ONE_LINE, description="name of the company")
    currency: str = Field(pattern=r"^[A-Z]{3}$", description="its currency, ISO 4217; every amount is in it")
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="its country, ISO 3166-1 alpha-2")
    invented: bool = Field(default=False, description="true: pages say that the company is made up")
    fiscal_year_end_month: int | None = Field(default=None, ge=1, le=12, description="last month of its fiscal year")
    locale: str = Field(default="en", pattern="^[a-z]{2,3}$", description="language of pages where none is asked for")
    languages: list[Annotated[str, Field(pattern="^[a-z]{2,3}$")]] = Field(
        default_factory=list, description='such as ["en", "ko"]: editions in each, side by side; empty: locale alone'
    )
    teams: dict[str, str] = Field(default_factory=dict, description="team = the group that may read its pages")
    owners: dict[str, str] = Field(default_factory=dict, description="employee number = the team of its accounts")
    access: Rights = Field(default_factory=Rights)
    thresholds: Thresholds = Field(default_factory=Thresholds)
    profit: Profit = Field(default_factory=Profit)
    mail: Mail = Field(default_factory=Mail)
    keep: Keep = Field(default_factory=Keep)


EXAMPLES = {"teams": '"South" = "sales-south"', "owners": '"E7" = "South"'}
"""A line for each table of book.toml whose keys are the company's own words."""
HINTS = {
    "access.company": '"sales-managers"',
    "access.name_accounts": "false",
    "mail.owners": '{ "E1" = "name@example.com" }',
}
"""What a key without a default could say."""


def read_settings(book: Path) -> Settings:
    """Read BOOK/book.toml.

    Raises
    ------
    BookError
        If it is missing, is not TOML, or has a key or value that it should not have; all of them are named.
    """
    path = book / NAME
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise BookError(f"{path} is missing: restore it, or load into a new book folder to get a fresh one") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BookError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        raise BookError(f"{path}: {_said(error)}; correct the file") from error


def first_settings(company: Mapping[str, Any]) -> bytes:
    """The text of a new book.toml: what is known of the company, and the defaults as comments.

    Parameters
    ----------
    company : ``[company]`` of mapping.toml: name, currency, country, invented, fiscal_year_end_month.

    Raises
    ------
    BookError
        If the company has no name or currency, or a value that cannot be.

    Examples
    --------
    >>> print(first_settings({"name": "Nova (invented)", "currency": "EUR", "invented": True}).decode().splitlines()[2])
    company = "Nova (invented)"  # name of the company
    """
    given = {"company" if key == "name" else key: value for key, value in company.items() if value is not None}
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        raise BookError(f"[company] of mapping.toml: {_said(error)}; correct it and load again") from error
    document = tomlkit.document()
    document.add(
        tomlkit.comment("Whose book this is. Made by the first load; later loads leave it alone: edit it here.")
    )
    document.add(tomlkit.nl())
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if name in EXAMPLES:
            _as_comments(document, f"[{name}]   # {field.description}", EXAMPLES[name])
        elif name == "thresholds":
            thresholds = tomlkit.table()
            for line in _defaults(name, value):
                thresholds.add(tomlkit.comment(line))
            document.add(tomlkit.nl())
            document.add(name, thresholds)
        elif isinstance(value, BaseModel):
            _as_comments(document, f"[{name}]", *_defaults(name, value))
        elif value is None:
            document.add(tomlkit.comment(f"{name} =   # {field.description}"))
        else:
            document.add(name, tomlkit.item(value).comment(field.description))
    return tomlkit.dumps(document).encode("utf-8")


def slice_settings(settings: Settings) -> bytes:
    """Give the book.toml of an account's slice: no comment, no ``[mail]``, so that nobody's address travels, and
    no ``languages``, which no page says.

    Examples
    --------
    >>> mail = {"owners": {"E1": "a@b.example"}}
    >>> slice_settings(Settings(company="Nova", currency="EUR", mail=mail))
    b'company = "Nova"\\ncurrency = "EUR"\\n'
    """
    told = settings.model_dump(mode="json", exclude={"mail", "languages"}, exclude_defaults=True)
    return tomlkit.dumps(told).encode("utf-8")


def _as_comments(document: tomlkit.TOMLDocument, *lines: str) -> None:
    """Add a table that nobody has filled in yet: take the ``#`` away to fill it in."""
    document.add(tomlkit.nl())
    for line in lines:
        document.add(tomlkit.comment(line))


def _defaults(name: str, table: BaseModel) -> list[str]:
    """The lines of a table of book.toml: each key with its default and what it is."""
    lines = []
    for key, field in type(table).model_fields.items():
        default = HINTS.get(f"{name}.{key}") or json.dumps(field.default)
        lines.append(f"{key} = {default}   # {field.description}")
    return lines


def _said(error: ValidationError) -> str:
    """Every complaint of pydantic in words: the key, what is wrong; no value is repeated."""
    said = []
    for one in error.errors(include_url=False, include_input=False):
        key = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            table = Settings.model_fields.get(key.split(".")[0])
            known = (table.annotation if table is not None else Settings).model_fields
            said.append(f"key {key} is unknown (known: {', '.join(known)})")
        elif one["type"] == "missing":
            said.append(f"key {key} is missing")
        elif one["type"] == "string_pattern_mismatch" and key == "company":
            said.append(f"key {key} is empty or holds a line break or another character that is not shown")
        else:
            said.append(f"key {key}: {one['msg']}")
    return "; ".join(said)
