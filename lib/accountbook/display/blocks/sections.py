"""The sections below a plan's first screen: each has a finding, or is one folded line, or is left out.

A section is a function of the plan and the words. It gives a `Fragment` where there is a finding, a `Fold` where it
was looked at and has nothing to say, and None where the book lacks what it would need: the box of missing tables
says that once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from accountbook.display.blocks.against_target import against_target
from accountbook.display.blocks.cash import cash
from accountbook.display.blocks.channel import channel
from accountbook.display.blocks.closing import checked, jump
from accountbook.display.blocks.competition import competition
from accountbook.display.blocks.concessions import concessions
from accountbook.display.blocks.folds import orders_folds
from accountbook.display.blocks.goals import goals
from accountbook.display.blocks.installed import installed
from accountbook.display.blocks.known_facts import known_facts
from accountbook.display.blocks.margin import margin, margin_fold
from accountbook.display.blocks.markets import markets
from accountbook.display.blocks.next_year import next_year, next_year_fold
from accountbook.display.blocks.partners import partners
from accountbook.display.blocks.people import people, people_fold
from accountbook.display.blocks.pipeline import pipeline, pipeline_fold
from accountbook.display.blocks.power import power
from accountbook.display.blocks.problems import problems
from accountbook.display.blocks.promises import promises
from accountbook.display.blocks.rhythm import purchase_rhythm, rhythm_fold
from accountbook.display.blocks.risk_register import risk_register
from accountbook.display.blocks.routes import routes
from accountbook.display.blocks.rows import rows_line
from accountbook.display.blocks.scenarios import scenarios
from accountbook.display.blocks.service import service
from accountbook.display.blocks.swot import swot
from accountbook.display.blocks.their_word import their_word
from accountbook.display.blocks.to_do import to_do
from accountbook.display.blocks.wants import wants
from accountbook.display.blocks.worth_to_them import worth_to_them
from accountbook.display.fragment import Fragment
from accountbook.display.page import Fold
from accountbook.display.words import N_, Words

if TYPE_CHECKING:
    from accountbook.display.blocks.parts import Parts

Told = Fragment | Fold | None
Section = Callable[[Any, Words], Told]
"""Of the judgements of a plan (`accountbook.display.blocks.parts.Parts`), or of another page's."""

SECTIONS: Mapping[str, Section] = {
    N_("To do"): lambda plan, t: to_do(plan.actions, t),
    N_("SWOT"): lambda plan, t: swot(plan.swot, t),
    N_("Goals"): lambda plan, t: goals(plan.goals, t),
    N_("Purchase rhythm"): lambda plan, t: purchase_rhythm(plan, t) or rhythm_fold(plan.rhythm, t),
    N_("Channel"): lambda plan, t: channel(plan.channel, t),
    N_("Installed base"): lambda plan, t: installed(plan.installed, t),
    N_("Next year"): lambda plan, t: (
        next_year(plan.next_year, t, record=plan.year_record) or next_year_fold(plan.next_year, t)
    ),
    N_("Against target"): lambda plan, t: against_target(plan.against_target, t),
    N_("Pipeline"): lambda plan, t: pipeline(plan.deals, t) or pipeline_fold(plan.deals, t),
    N_("Contract to cash"): lambda plan, t: cash(plan.cash, t),
    N_("Our service"): lambda plan, t: service(plan.service, t),
    N_("Value and relationship"): lambda plan, t: worth_to_them(plan.worth_to_them, t),
    N_("Margin"): lambda plan, t: margin(plan.margins, t, names=plan.item_names) or margin_fold(plan.margins, t),
    N_("Concessions"): lambda plan, t: concessions(plan.concessions, t),
    N_("Power balance"): lambda plan, t: power(plan.power, t),
    N_("Competitors"): lambda plan, t: competition(plan.competition, t),
    N_("Their markets"): lambda plan, t: markets(plan.markets, t),
    N_("Routes"): lambda plan, t: routes(plan.routes, t),
    N_("Their problems"): lambda plan, t: problems(plan.problems, t),
    N_("What they want"): lambda plan, t: wants(plan.wants, t),
    N_("Scenarios"): lambda plan, t: scenarios(plan.scenarios, t),
    N_("Risk register"): lambda plan, t: risk_register(plan.risks, t),
    N_("Promises"): lambda plan, t: promises(plan.promises, t),
    N_("Their word"): lambda plan, t: their_word(plan.their_word, t),
    N_("People"): lambda plan, t: people(plan.coverage, t) or people_fold(plan.coverage, t),
    N_("Shared partners"): lambda plan, t: partners(plan.partners, t),
    N_("Facts"): lambda plan, t: known_facts(plan.known_facts, t),
}
"""The sections of a plan in the reader's order, by the name that stands above them and in the line that jumps there."""
ROWS: Mapping[str, Sequence[str]] = {
    "To do": ("commitments", "role_slots", "scenarios", "risks", "claims"),
    "SWOT": ("shipments", "claims", "competitors", "markets", "role_slots", "order_lines"),
    "Goals": ("goals", "strategies"),
    "Purchase rhythm": ("order_lines", "predicted_items", "installed_base"),
    "Channel": ("sellout", "order_lines"),
    "Installed base": ("installed_base",),
    "Next year": ("predicted_year", "order_lines", "targets"),
    "Against target": ("targets", "order_lines"),
    "Pipeline": ("opportunities", "predicted_deals"),
    "Contract to cash": ("contracts", "shipments", "invoices", "payments"),
    "Our service": ("shipments", "claims"),
    "Value and relationship": ("shipments", "claims", "requirements", "role_slots", "contact_events"),
    "Margin": ("order_lines",),
    "Concessions": ("concessions", "quotes", "claims"),
    "Power balance": ("competitors", "order_lines"),
    "Competitors": ("competitors",),
    "Their markets": ("markets",),
    "Routes": ("routes",),
    "Their problems": ("voices", "account_facts"),
    "What they want": ("decisions", "account_facts"),
    "Scenarios": ("scenarios",),
    "Risk register": ("risks",),
    "Promises": ("commitments",),
    "Their word": ("customer_statements", "order_lines"),
    "People": ("role_slots",),
    "Shared partners": ("partner_links",),
    "Facts": ("account_facts",),
}
"""The tables whose rows lie behind a section's figures."""
FIRST_SCREEN = ("order_lines", "predicted_items", "opportunities", "predicted_deals", "role_slots", "commitments")
"""Those whose rows lie behind the blocks of the first screen."""


class Sections(Mapping[str, Fragment]):
    """A page's sections by name, each made when it is first asked for; one without a finding is empty.

    Parameters
    ----------
    plan : the account's judgements, or those of another page whose `sections` are given.
    t : words.
    sections : which, in the reader's order.
    more : what else was looked at without a finding: of a plan, what belongs to no section; None: nothing.
    """

    def __init__(
        self,
        plan: Any,
        t: Words,
        sections: Mapping[str, Section] = SECTIONS,
        *,
        more: Callable[[Parts, Words], list[Fold]] | None = orders_folds,
    ) -> None:
        self._plan, self._t, self._sections, self._more = plan, t, sections, more
        self._told = cache(lambda name: sections[name](plan, t))

    def __getitem__(self, name: str) -> Fragment:
        if name not in self._sections:
            raise KeyError(f"the page has no section {name!r}; it has: {', '.join(self._sections)}")
        told = self._told(name)
        if not isinstance(told, Fragment):
            return Fragment()
        tables = ROWS.get(name, ()) if told and self._sections is SECTIONS else ()
        return told + rows_line(tables, self._plan.rows, self._t) if tables else told

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    @property
    def folds(self) -> list[Fold]:
        """What was looked at and has no finding, one line each."""
        told = [told for name in self if isinstance(told := self._told(name), Fold)]
        return [*told, *(self._more(self._plan, self._t) if self._more else [])]

    @property
    def jump(self) -> Fragment:
        """The lines under the first screen that lead to the sections, and of a plan to the rows behind its figures."""
        line = jump(self, self.folds, self._t)
        if self._sections is not SECTIONS:
            return line
        return line + rows_line(FIRST_SCREEN, self._plan.rows, self._t)

    @property
    def checked(self) -> Fragment:
        """The block "Checked, no finding"."""
        return checked(self.folds)
