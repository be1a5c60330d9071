"""What we want and mean to do: goals, strategies, scenarios, risks, markets, what was learned, targets, resources."""

from __future__ import annotations

import pandas as pd

from accountbook.tables.column import Date, column
from accountbook.tables.table import About, Row, Scope

LEVELS = ("supply", "development_partner", "market_partner")
HORIZONS = ("short", "long")
SCENARIO_KINDS = ("A", "B", "exit", "after")
RISK_KINDS = ("risk", "future_variable")
MARKET_STATES = ("in", "wants", "avoids")
FACT_TOPICS = (
    "status", "outlook", "insiders", "finances", "running_deals", "organisation", "problem", "intent", "item", "other",
)  # fmt: skip
AIDA = ("attention", "interest", "desire", "action")
EXPENSE_KINDS = ("travel", "meal", "gift", "entertainment", "event", "other")


class Goals(Row):
    """One version of a goal with an account."""

    goal_id: str = column("our number for the goal, as text", optional=False)
    version: pd.Int64Dtype = column("version of the goal, the first is 1", optional=False, ge=1)
    account_id: str = column("the account", optional=False, refers="accounts")
    level: str = column("rung of the ladder: supplier, partner in development, partner in the market", words=LEVELS)
    text: str = column("the goal in words", prose=True)
    metric: str = column("what is measured")
    target: float = column("value to be reached", unit="the metric's own")
    horizon: str = column("short: this year's figures; long: beyond", words=HORIZONS)
    set_on: Date = column("day of this version", optional=False)
    due_on: Date = column("day by which it is to be reached")
    why_changed: str = column("why this version replaced the one before", prose=True)
    supersedes: str = column("the goal that this one took the place of", refers="goals")
    owner_id: str = column("employee who answers for it", refers="employees")
    reached_on: Date = column("day on which it was reached", known_on="reached_on")
    dropped_on: Date = column("day on which it was given up", known_on="dropped_on")


class Strategies(Row):
    """One version of how a goal is to be reached."""

    strategy_id: str = column("our number for the strategy, as text", optional=False)
    version: pd.Int64Dtype = column("version of the strategy, the first is 1", optional=False, ge=1)
    account_id: str = column("the account", optional=False, refers="accounts")
    goal_id: str = column("the goal that it serves", refers="goals")
    set_on: Date = column("day of this version", optional=False)
    scope: str = column("what it covers: products, sites, people, years", prose=True)
    text: str = column("what we do", prose=True)
    why_changed: str = column("why this version replaced the one before", prose=True)
    owner_id: str = column("employee who answers for it", refers="employees")


class Scenarios(Row):
    """A draft of how it may go, and what we do then."""

    scenario_id: str = column("our number for the scenario, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal; empty: the account as a whole", refers="opportunities")
    kind: str = column("A: as planned; B: the second way; exit: how we leave; after: what follows", optional=False,
                       words=SCENARIO_KINDS)  # fmt: skip
    set_on: Date = column("day on which it was written", optional=False)
    trigger: str = column("what sets it off", prose=True)
    action: str = column("what we do then", prose=True)
    owner_id: str = column("employee who answers for it", refers="employees")
    review_on: Date = column("day on which to look at it again")
    happened_on: Date = column("day on which its trigger came", known_on="happened_on")


class Risks(Row):
    """Something that may go wrong, or turn out either way."""

    risk_id: str = column("our number for the risk, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal; empty: the account as a whole", refers="opportunities")
    kind: str = column("risk: it may go wrong; future_variable: it may go either way", words=RISK_KINDS)
    text: str = column("what may happen", optional=False, prose=True)
    probability: float = column("chance that it happens", unit="share 0-1", ge=0, le=1)
    impact: float = column("what it would cost us", unit="the company's currency", ge=0)
    owner_id: str = column("employee who watches it", refers="employees")
    noted_on: Date = column("day on which it was written down", optional=False)
    review_on: Date = column("day on which to look at it again")
    closed_on: Date = column("day on which it was settled", known_on="closed_on")


class Decisions(Row):
    """A request or intent of the customer's, whether we can, and how; or why we gave up."""

    decision_id: str = column("our number for the decision, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    opportunity_id: str = column("the deal", refers="opportunities")
    decided_on: Date = column("day of the decision", optional=False)
    intent: str = column("what the customer wants", prose=True)
    feasible: pd.BooleanDtype = column("whether we can")
    how: str = column("how we do it", prose=True)
    give_up_reason: str = column("why we gave up; empty: we did not", prose=True)
    decided_by: str = column("employee who decided", refers="employees")


class Markets(Row):
    """A market of the account's own customers, as known on a day."""

    account_id: str = column("the account", optional=False, refers="accounts")
    market: str = column("the market", optional=False)
    as_of: Date = column("day of this knowledge", optional=False)
    status: str = column("whether the account is in it, wants in, or avoids it", optional=False, words=MARKET_STATES)
    evidence: str = column("what it rests on", prose=True)
    our_capability: str = column("what we can bring there", prose=True)


class SuccessStories(Row):
    """What went well with a customer, as it may be told to others."""

    story_id: str = column("our number for the story, as text", optional=False, unique=True)
    happened_on: Date = column("day since which it can be told", optional=False)
    vertical: str = column("industry, in the company's own list")
    product: str = column("product family")
    customer: str = column("the customer as it may be called before others", prose=True)
    title: str = column("the story in one line", prose=True)
    result: str = column("what came of it", prose=True)
    differences: str = column("what was different there, which widens the scope here", prose=True)
    shareable: pd.BooleanDtype = column("whether it may be told outside")


class Lessons(Row):
    """A mistake or insight, and whether it still holds."""

    lesson_id: str = column("our number for the lesson, as text", optional=False, unique=True)
    learned_on: Date = column("day on which it was learned", optional=False)
    market: str = column("the market or industry that it is about")
    product: str = column("product family that it is about")
    text: str = column("what was learned", optional=False, prose=True)
    still_valid: pd.BooleanDtype = column("whether it still holds", known_on="reviewed_on")
    changed_by: str = column("what made it obsolete: technology, rules ...", known_on="reviewed_on", prose=True)
    reviewed_on: Date = column("day of the last look at it", known_on="reviewed_on")
    recurrence_of: str = column("the lesson that was forgotten and paid for again", refers="lessons")


class Arguments(Row):
    """An argument that worked or did not, for a situation."""

    argument_id: str = column("our number for the argument, as text", optional=False, unique=True)
    used_on: Date = column("day on which it was used", optional=False)
    situation: str = column("in which situation", prose=True)
    vertical: str = column("industry, in the company's own list")
    product: str = column("product family")
    topic: str = column("what it touches in the listener, as topics of contacts are called")
    text: str = column("the argument", optional=False, prose=True)
    result: str = column("what came of it", prose=True)


class AccountFacts(Row):
    """Something that is known of an account, with its day."""

    fact_id: str = column("our number for the fact, as text", optional=False, unique=True)
    account_id: str = column("the account", optional=False, refers="accounts")
    topic: str = column("what it is about", optional=False, words=FACT_TOPICS)
    item_id: str = column("the item, where it says why one is bought", refers="items")
    value: str = column("the fact in words", optional=False, prose=True)
    number: float = column("the fact as a number, where it is one", unit="its own")
    as_of: Date = column("day on which it was known", optional=False)
    told_by: str = column("where we know it from: customer, press, balance sheet ...", prose=True)


class Routes(Row):
    """How a product line is to reach an account, and how far it has come."""

    account_id: str = column("the account", optional=False, refers="accounts")
    product: str = column("product family", optional=False)
    as_of: Date = column("day of this plan", optional=False)
    route: str = column("the way: direct, by a partner, by a standard, by an end customer ...", prose=True)
    aida_stage: str = column("how far they are", words=AIDA)
    owner_id: str = column("employee who answers for it", refers="employees")
    next_step: str = column("what is next", prose=True)
    due_on: Date = column("day by which it is to be done")


class Targets(Row):
    """What is to be sold in a period, by whom, to whom, of what; what is empty is not narrowed."""

    target_id: str = column("our number for the target, as text", optional=False, unique=True)
    account_id: str = column("the account; empty: all of the owner's or team's", refers="accounts")
    owner_id: str = column("employee; empty: the team's", refers="employees")
    team: str = column("the team")
    product: str = column("product family; empty: all")
    starts_on: Date = column("first day of the period", optional=False)
    ends_on: Date = column("last day of the period", optional=False)
    amount: float = column("what is to be sold", unit="the company's currency", optional=False, ge=0)
    set_on: Date = column("day on which it was set", optional=False)


class Forecasts(Row):
    """A rep's own guess, before the fact."""

    forecast_id: str = column("our number for the guess, as text", optional=False, unique=True)
    owner_id: str = column("employee who guesses", optional=False, refers="employees")
    account_id: str = column("the account; empty: all of the owner's", refers="accounts")
    item_id: str = column("the item; empty: all", refers="items")
    starts_on: Date = column("first day of the period", optional=False)
    ends_on: Date = column("last day of the period", optional=False)
    amount: float = column("orders expected in the period", unit="the company's currency", ge=0)
    quantity: float = column("pieces expected of the item", unit="pieces", ge=0)
    order_on: Date = column("day on which the next order is expected")
    submitted_on: Date = column("day on which it was said", optional=False)


class Expenses(Row):
    """Money spent on meeting somebody."""

    expense_id: str = column("number of the receipt, as text", optional=False, unique=True)
    account_id: str = column("the account", refers="accounts")
    employee_id: str = column("who spent it", optional=False, refers="employees")
    contact_id: str = column("for whom", refers="contacts")
    counterpart: str = column("for whom, as the receipt says", personal=True)
    spent_on: Date = column("day", optional=False)
    kind: str = column("what for", words=EXPENSE_KINDS)
    text: str = column("what it was", person="contact_id", prose=True)
    amount: float = column("what it cost", unit="the row's currency", optional=False, ge=0)
    currency: str = column("currency of the amount, ISO 4217", optional=False, str_matches=r"^[A-Z]{3}$")


class Capacity(Row):
    """How many free days a team has in a period."""

    team: str = column("the team", optional=False)
    function: str = column("sales, support, service ...; empty: all")
    starts_on: Date = column("first day of the period", optional=False)
    ends_on: Date = column("last day of the period", optional=False)
    free_days: float = column("days that are not yet taken", unit="days", optional=False, ge=0)
    as_of: Date = column("day of this count", optional=False)


class Timesheets(Row):
    """How somebody of ours spent a day or week."""

    timesheet_id: str = column("our number for the entry, as text", optional=False, unique=True)
    employee_id: str = column("who", optional=False, refers="employees")
    account_id: str = column("for which account; empty: for none", refers="accounts")
    worked_on: Date = column("day, or last day of the week", optional=False)
    activity: str = column("what was done", prose=True)
    horizon: str = column("short: this year's figures; long: beyond", words=HORIZONS)
    hours: float = column("time spent", unit="hours", optional=False, ge=0)


def _about(text: str, key: tuple[str, ...], known_on: str, adds: str, *, scope: Scope = Scope.ACCOUNT) -> About:
    return About(text, key, scope, known_on=known_on, adds=adds)


ABOUT = {
    "goals": (
        Goals,
        _about("one version of a goal with an account", ("goal_id", "version"), "set_on",
               "what we want with the account, and why that changed"),
    ),
    "strategies": (
        Strategies,
        _about("one version of how a goal is to be reached", ("strategy_id", "version"), "set_on",
               "how the goal is to be reached"),
    ),
    "scenarios": (
        Scenarios,
        _about("how it may go, and what we do then", ("scenario_id",), "set_on",
               "plan B, the exit, and what comes after"),
    ),
    "risks": (
        Risks,
        _about("something that may go wrong", ("risk_id",), "noted_on", "what may go wrong, and who watches it"),
    ),
    "decisions": (
        Decisions,
        _about("what the customer wants, whether we can, and how", ("decision_id",), "decided_on",
               "what was decided, and what was given up"),
    ),
    "markets": (
        Markets,
        _about("a market of the account's customers, as known on a day", ("account_id", "market", "as_of"), "as_of",
               "which markets the account is in, wants and avoids"),
    ),
    "success_stories": (
        SuccessStories,
        _about("what went well, as it may be told to others", ("story_id",), "happened_on",
               "what worked for others of the same industry", scope=Scope.SHARED),
    ),
    "lessons": (
        Lessons,
        _about("a mistake or insight, and whether it still holds", ("lesson_id",), "learned_on",
               "mistakes that need not be made again", scope=Scope.SHARED),
    ),
    "arguments": (
        Arguments,
        _about("an argument, its situation and what came of it", ("argument_id",), "used_on",
               "which arguments worked", scope=Scope.SHARED),
    ),
    "account_facts": (
        AccountFacts,
        _about("something that is known of an account", ("fact_id",), "as_of",
               "finances, outlook and insiders' logic, with their age"),
    ),
    "routes": (
        Routes,
        _about("how a product line is to reach an account", ("account_id", "product", "as_of"), "as_of",
               "the way to the customer, product by product"),
    ),
    "targets": (
        Targets,
        _about("what is to be sold in a period", ("target_id",), "set_on", "how far the year is from its target"),
    ),
    "forecasts": (
        Forecasts,
        _about("a rep's own guess, before the fact", ("forecast_id",), "submitted_on",
               "the rep's own guess beside ours"),
    ),
    "expenses": (
        Expenses,
        _about("money spent on meeting somebody", ("expense_id",), "spent_on",
               "which meetings were paid for and never written down"),
    ),
    "capacity": (
        Capacity,
        _about("free days of a team in a period", ("team", "function", "starts_on", "as_of"), "as_of",
               "whether we can keep what we are about to promise", scope=Scope.SHARED),
    ),
    "timesheets": (
        Timesheets,
        _about("how somebody of ours spent the time", ("timesheet_id",), "worked_on",
               "time for this year's figures against time for what comes after"),
    ),
}  # fmt: skip
