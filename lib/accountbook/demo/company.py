"""The made-up company as a whole: what is drawn, in which order, and where it is written."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from accountbook.demo.accounts import draw_accounts
from accountbook.demo.conversations import draw_conversations
from accountbook.demo.deal_log import write_deals
from accountbook.demo.deals import draw_deals
from accountbook.demo.details import with_claims, with_difference, with_mail
from accountbook.demo.drawn import Drawn
from accountbook.demo.exports import write_exports, write_truth
from accountbook.demo.items import draw_items
from accountbook.demo.orders import draw_orders
from accountbook.demo.people import draw_people
from accountbook.demo.plan import COMPANY, EXPORTED_ON, LAST_DAY, Plan, days
from accountbook.demo.plans import draw_plans
from accountbook.demo.rates import draw_rates, year_levels
from accountbook.demo.roles import role_templates
from accountbook.demo.scene import Scene
from accountbook.demo.staff import draw_staff
from accountbook.demo.trade import draw_trade
from accountbook.tables import Accounts as A

MARK = "truth/company.json"
"""The file by which a folder is known to hold a made-up company."""


def make_company(folder: Path, *, accounts: int = 60, months: int = 42, seed: int = 7, honest: bool = False) -> None:
    """Write the exports of an invented manufacturer to `folder`, the truth to ``folder/truth``.

    The exports end on 2026-10-31 (``exported_on`` 2026-11-01) and `months` months lie before that
    day. The folder holds the exports, a ``mapping.toml`` that reads them, and ``truth/``:
    ``tables/<name>.parquet`` (every table as a perfect load gives it back), ``accounts`` (what drives
    each account, its day of death), ``future`` (the orders of the year after), ``habits``, ``deals``,
    ``contacts``, ``reps``, ``service`` (what drives each account's deliveries, replies and payments), ``trade.json``,
    what `accountbook.demo.conversations` and `accountbook.demo.plans` add (exaggeration of the customers, recording
    rates, broken habits, what was never written down, causes of goals, bias of forecasts), and ``dirt.json``, the
    exact count of what is wrong in the files. The folder appears whole or not at all.

    Parameters
    ----------
    folder : must be new, empty, or hold nothing but an earlier made-up company, which is replaced.
    accounts : number of accounts, 1 to 20,000.
    months : number of months before 2026-11-01, 6 to 120.
    seed : the same seed gives the same bytes; 0 or larger.
    honest : nobody hides or pushes a deal, overstates a probability, or leaves.

    Raises
    ------
    ValueError
        If a number lies outside its range.
    FileExistsError
        If the folder holds something else.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     make_company(Path(name) / "demo", accounts=3, months=12)
    ...     (Path(name) / "demo" / "mapping.toml").exists()
    True
    """
    plan = Plan(accounts, months, seed, honest)
    folder = Path(folder)
    _refuse_other_content(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write(plan, building)
        building.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(building, folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write(plan: Plan, folder: Path) -> None:
    parties = draw_accounts(plan)
    staff = draw_staff(plan, parties.table)
    accounts = parties.table.assign(**{A.owner_id: pd.Series(staff.owner, dtype="str")})
    traits = parties.traits
    items = draw_items(plan)
    rates = draw_rates(plan)
    crowd = draw_people(plan, traits, staff)
    course = draw_deals(plan, traits, crowd.deciders)
    deals = write_deals(
        plan,
        course,
        account_ids=accounts[A.account_id].tolist(),
        owners=staff.owner,
        bending=staff.bending,
        deciders=crowd.deciders,
    )
    levels = year_levels(rates)
    orders = draw_orders(plan, accounts, traits, items, deals.truth[deals.truth["won"]], levels)
    drawn = Drawn(plan, accounts, traits, staff, crowd, items, deals, course.events, orders, levels)
    trade = draw_trade(drawn)
    scene = Scene(drawn, rates)
    plans = draw_plans(scene)
    talks = draw_conversations(scene, trade.asked.occasions, trade.tables, plans.tables["goals"])
    people = crowd.tables()
    employees, known = with_claims(drawn, staff.table, people["role_slots"])
    tables = {
        "accounts": accounts,
        "account_aliases": parties.aliases,
        **people,
        "contacts": with_mail(drawn, people["contacts"]),
        "employees": employees,
        "role_templates": role_templates(),
        "items": items.table,
        "order_lines": orders.lines,
        "fx_rates": rates,
        "opportunities": with_difference(drawn, deals.opportunities),
        "opportunity_changes": deals.changes,
        **trade.tables,
        **talks.tables,
        **plans.tables,
    }
    clean, dirt = write_exports(plan, folder, tables)
    frames = {f"tables/{name}": frame for name, frame in clean.items()}
    frames |= {
        "accounts": _dated(traits, ("first", "died", "pause_from")),
        "deals": _dated(deals.truth, ("began", "written_down", "decided")),
        "contacts": _dated(pd.DataFrame(crowd.truth), ("left_on",)),
        "reps": pd.DataFrame(
            {
                "employee_id": list(staff.bending),
                "bending": list(staff.bending.values()),
                "known_share": [known[rep] for rep in staff.bending],
            }
        ),
        "service": trade.truth(drawn),
        **talks.truth,
        **plans.truth,
        "future": orders.future,
        "habits": orders.habits,
    }
    asked = {"accounts": plan.accounts, "months": plan.months, "seed": plan.seed, "honest": plan.honest}
    dates = {
        "first_day": f"{plan.start:%Y-%m-%d}",
        "last_day": f"{LAST_DAY:%Y-%m-%d}",
        "exported_on": f"{EXPORTED_ON:%Y-%m-%d}",
    }
    (folder / "truth").mkdir()
    write_truth(folder / "truth", frames, {"dirt": dirt, "trade": trade.facts()})
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    write_truth(folder / "truth", {}, {"company": {**COMPANY, **asked, **dates, "files": [*files, MARK]}})


def _dated(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Day numbers as days; -1 as none."""
    return frame.assign(**{name: days(frame[name]) for name in columns if name in frame})


def _refuse_other_content(folder: Path) -> None:
    if folder.is_file():
        raise FileExistsError(f"{folder} is a file; give a folder that is new or empty")
    there = (
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        if folder.exists()
        else set()
    )
    ours = set(json.loads((folder / MARK).read_text(encoding="utf-8"))["files"]) if MARK in there else set()
    if there - ours:
        raise FileExistsError(
            f"{folder} holds {len(there - ours)} files that no made-up company wrote; "
            "give a folder that is new or empty"
        )
