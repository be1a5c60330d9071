"""The accounts and what drives them: size, rhythm, season, fiscal year, life and death.

The processes, each with the range that its parameters are drawn from. The ranges of different kinds
overlap, so that no account tells its kind by a glance:

* *size*: orders of a year, log-normal, median 125,000 EUR, sigma .75, held to 9,000-720,000;
* *rhythm*: mean days between orders, log-normal around ``50 x (size / 100,000) ** -0.28``, sigma .35, held
  to 12-120; regularity (the shape of a gamma) 3-14 for the 55% regular buyers, .8-4 for the others;
* *order value*: log-normal, sigma .22-.60; a trend of -12 to +16% a year;
* *season*: one wave a year, amplitude 0-.55, peak in any month; summer and winter closures of the
  country for 80% of the accounts there;
* *fiscal year*: a peak of 1.0-2.4 times in the last six weeks; its month is recorded for 55%;
* *quiet spells*: 25% stop once for 80-190 days and come back;
* *death*: 2-15% a year, more for small and irregular ones; half fade first (rate x .55 in the last
  130 days), half just stop;
* *birth*: 78% were there before the first month, the others start on any day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from accountbook.demo.frame import typed
from accountbook.demo.names import companies
from accountbook.demo.places import BY_CODE, PLACES
from accountbook.demo.plan import FUTURE_DAYS, Plan, day_number, days
from accountbook.tables import AccountAliases as M
from accountbook.tables import Accounts as A

CHANNELS = ("distributor", "integrator", "oem", "end_user")
VERTICALS = (
    "machine building",
    "water treatment",
    "food and beverage",
    "marine",
    "semiconductor",
    "heating and cooling",
)
TERMS = ("30 days net", "60 days net", "45 days end of month", "prepayment", "letter of credit 90 days")


@dataclass(frozen=True)
class Special:
    """An account that is set on purpose, so that every run shows its case; None: drawn."""

    case: str
    country: str
    name: str | None = None
    account_id: str | None = None
    annual: float | None = None
    gap: float | None = None
    regularity: float | None = None
    first: int | None = None
    died: int | None = None


_LAST = day_number("2026-10-31")
SPECIALS: tuple[Special, ...] = (
    Special("typical", "IT", "Lumora Distribuzione S.r.l.", annual=366_000, gap=42, regularity=9),
    Special("hangul", "KR", "가람누리 (주)", annual=159_000, gap=35),
    Special("cyrillic", "KZ", "Степмаш ТОО", annual=105_000),
    Special("arabic", "AE", annual=713_000, gap=21, regularity=6),
    Special("two orders", "VN", "Sông Vàm Kỹ Thuật JSC", annual=60_000, gap=45, first=_LAST - 75),
    Special("no order", "IN", annual=90_000, first=_LAST + 400),
    Special("leading zeros", "PL", account_id="007"),
    Special("called NA", "GB", account_id="NA"),
    Special("hangul id", "KR", account_id="한들-08"),
    Special("markup", "DE", 'R&D <Tools> "Süd" GmbH', annual=83_000),
    Special("no rate", "SA", annual=327_000, gap=30),
    Special("one order", "CL", annual=70_000, gap=120, first=_LAST - 30),
    Special("faded", "IT", annual=210_000, gap=40, regularity=5, died=_LAST - 260),
    Special("just stopped", "ES", annual=129_000, gap=38, regularity=8, died=_LAST - 110),
    Special("merged", "FR", annual=426_000, gap=28),
    Special("fiscal peak", "PT", annual=306_000, gap=40),
)
"""The first accounts, in this order."""


@dataclass(frozen=True)
class Accounts:
    """What is drawn of the accounts.

    Attributes
    ----------
    table : the contract's table, one row per account.
    traits : one row per account in the same order: what drives it (days are numbers since 1970-01-01;
        -1: never); ``first`` is its first possible order, ``died`` the day after which none comes.
    aliases : the contract's account_aliases.
    """

    table: pd.DataFrame
    traits: pd.DataFrame
    aliases: pd.DataFrame


def draw_accounts(plan: Plan) -> Accounts:
    """Draw the accounts of a plan; owners are filled in by `accountbook.demo.staff`."""
    rng = plan.rng("accounts")
    specials = SPECIALS[: plan.accounts]
    codes = [special.country for special in specials] + _countries(plan, rng, len(specials))
    traits = _traits(plan, rng, codes)
    for row, special in enumerate(specials):
        for column in ("annual", "gap", "regularity", "first", "died"):
            value = getattr(special, column)
            if value is not None:
                traits.loc[row, column] = value
        traits.loc[row, "case"] = special.case
    traits = _settled(plan, traits)
    names = _names(rng, codes, specials)
    ids = [_account_id(plan, row, specials) for row in range(plan.accounts)]
    traits.insert(0, A.account_id, ids)
    table = _table(plan, rng, traits, names)
    return Accounts(table, traits, _aliases(table, traits, plan))


def _countries(plan: Plan, rng: np.random.Generator, taken: int) -> list[str]:
    fixed = {special.country for special in SPECIALS[:taken]}
    missing = [place.code for place in PLACES if place.code not in fixed]
    rest = max(0, plan.accounts - taken)
    weights = np.array([place.weight for place in PLACES])
    drawn = rng.choice([place.code for place in PLACES], size=rest, p=weights / weights.sum())
    return [*missing[:rest], *drawn[len(missing) :]][:rest]


def _traits(plan: Plan, rng: np.random.Generator, codes: list[str]) -> pd.DataFrame:
    n = len(codes)
    annual = np.clip(125_000 * np.exp(rng.normal(0, 0.75, n)), 9_000, 720_000)
    gap = np.clip(50 * (annual / 100_000) ** -0.28 * np.exp(rng.normal(0, 0.35, n)), 12, 120)
    regular = rng.random(n) < 0.55
    regularity = np.where(regular, rng.uniform(3, 14, n), rng.uniform(0.8, 4, n))
    old = rng.random(n) < 0.78
    length = plan.last - plan.first
    first = plan.first + np.where(old, -rng.integers(1, 400, n), rng.integers(0, length - 20, n))
    hazard = np.clip(0.055 * (annual / 100_000) ** -0.3 * np.where(regular, 0.8, 1.3), 0.02, 0.15)
    died = np.maximum(first, plan.first) + 90 + rng.exponential(365 / hazard)
    pause = rng.random(n) < 0.25
    pause_from = plan.first + rng.integers(120, max(140, length - 60), n)
    fiscal = [BY_CODE[code].year_ends[k] for code, k in zip(codes, rng.integers(0, 4, n), strict=True)]
    return pd.DataFrame(
        {
            "case": "",
            "country": codes,
            "annual": annual,
            "gap": gap,
            "regular": regular,
            "regularity": regularity,
            "sigma": rng.uniform(0.22, 0.60, n),
            "trend": rng.uniform(-0.12, 0.16, n),
            "season": rng.uniform(0, 0.55, n),
            "season_month": rng.integers(1, 13, n),
            "closes": rng.random(n) < 0.8,
            "fiscal_month": fiscal,
            "fiscal_peak": rng.uniform(1.0, 2.4, n),
            "first": first,
            "died": died,
            "fades": rng.random(n) < 0.5,
            "pause_from": np.where(pause, pause_from, -1),
            "pause_days": np.where(pause, rng.integers(80, 191, n), 0),
            "discount": np.round(rng.uniform(0, 0.14, n), 2),
            "level": rng.uniform(0.78, 0.98, n),
            "returns": rng.uniform(0, 0.05, n),
        }
    )


def _settled(plan: Plan, traits: pd.DataFrame) -> pd.DataFrame:
    """The few things that the special accounts fix, and deaths beyond the end of all processes forgotten."""
    case = traits["case"]
    typical, peak = case.eq("typical"), case.eq("fiscal peak")
    shown = case.ne("") & ~case.isin(["faded", "just stopped", "cyrillic"])
    end = plan.last + FUTURE_DAYS
    # a special account of a short plan may not be older than the plan itself
    changed = traits.assign(
        died=traits["died"].where(traits["died"] <= end, -1).mask(shown, -1).round().astype("int64"),
        first=traits["first"].mask(
            shown & ~case.isin(["two orders", "one order", "no order", "hangul"]), plan.first - 20
        ),
        fades=traits["fades"].mask(case.eq("faded"), True).mask(case.eq("just stopped"), False),
        closes=traits["closes"] | typical,
        season=traits["season"].mask(typical, 0.15),
        fiscal_month=traits["fiscal_month"].mask(typical | peak, 3),
        fiscal_peak=traits["fiscal_peak"].mask(typical | peak, 2.2),
        sigma=traits["sigma"].mask(typical, 0.28),
        trend=traits["trend"].mask(typical, 0.06),
        returns=traits["returns"].mask(typical, 0.03),
        pause_from=traits["pause_from"].mask(shown, -1),
        pause_days=traits["pause_days"].mask(shown, 0),
    )
    return changed.astype({"first": "int64"})


def _names(rng: np.random.Generator, codes: list[str], specials: tuple[Special, ...]) -> list[str]:
    taken = {special.name for special in SPECIALS if special.name}
    names = [companies(BY_CODE[code], 1, rng, taken=taken)[0] for code in codes]
    return [*(special.name or name for special, name in zip(specials, names, strict=False)), *names[len(specials) :]]


def _account_id(plan: Plan, row: int, specials: tuple[Special, ...]) -> str:
    if row < len(specials) and specials[row].account_id:
        return str(specials[row].account_id)
    return f"A-{row + 1:0{max(3, len(str(plan.accounts)))}d}"


def _table(plan: Plan, rng: np.random.Generator, traits: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    n = len(traits)
    places = [BY_CODE[code] for code in traits["country"]]
    typical = traits["case"].eq("typical").to_numpy()
    # one account alone orders in riyals: the currency whose rates have a gap
    currency = np.where(traits["case"].eq("no rate"), "SAR", [place.currency for place in places])
    channel = np.where(typical, "distributor", rng.choice(CHANNELS, n, p=[0.45, 0.28, 0.22, 0.05]))
    recorded = (rng.random(n) < 0.55) & ~traits["case"].eq("fiscal peak") | typical
    tier = np.select([traits["annual"] > 250_000, traits["annual"] > 90_000], ["A", "B"], "C")
    since = np.minimum(traits["first"], plan.last) - np.where(traits["first"] < plan.first, rng.integers(0, 4200, n), 0)
    ordered = traits["first"] <= plan.last
    columns = {
        A.account_id: traits[A.account_id],
        A.name: names,
        A.country: traits["country"],
        A.city: [place.cities[k % len(place.cities)] for place, k in zip(places, rng.integers(0, 60, n), strict=True)],
        A.region: [place.english for place in places],
        A.channel_type: channel,
        A.vertical: np.where(typical, VERTICALS[0], rng.choice(VERTICALS, n)),
        A.tier: tier,
        A.team: [place.team for place in places],
        A.fiscal_year_end_month: traits["fiscal_month"].where(recorded).astype("Int64"),
        A.currency: currency,
        A.payment_terms: rng.choice(TERMS, n),
        A.sole_source: pd.Series(rng.random(n) < 0.15, dtype="boolean").mask(rng.random(n) < 0.3),
        A.customer_since: pd.Series(days(np.where(ordered, since, -1))),
    }  # fmt: skip
    columns[A.city][0] = places[0].cities[0]
    return typed("accounts", columns)


def _aliases(table: pd.DataFrame, traits: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """The merged account had two earlier numbers, one taken over by the other, that one by the account."""
    merged = table.loc[traits["case"].eq("merged"), A.account_id].tolist()
    dates = [plan.first + 60, plan.first + (plan.last - plan.first) // 2]
    if not merged:
        return typed("account_aliases", {})
    return typed(
        "account_aliases",
        {M.alias_id: ["M-77", "M-12"], M.account_id: ["M-12", merged[0]], M.merged_on: days(dates)},
    )
