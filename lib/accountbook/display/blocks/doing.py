"""One sentence per code of what is to be done; each block that asks for actions brings those of its own codes."""

from __future__ import annotations

from collections.abc import Mapping

from accountbook.display.blocks import (
    contest,
    goals,
    known_facts,
    markets,
    occasions,
    partners,
    problems,
    risk_register,
    routes,
    scenarios,
    their_word,
    wants,
)
from accountbook.display.blocks.against_target import ACTIONS as TARGET_ACTIONS
from accountbook.display.blocks.competition import ACTIONS as COMPETITION_ACTIONS
from accountbook.display.blocks.concessions import ACTIONS as CONCESSIONS_ACTIONS
from accountbook.display.blocks.power import ACTIONS as POWER_ACTIONS
from accountbook.display.blocks.promises import ACTIONS as PROMISES_ACTIONS
from accountbook.display.blocks.prose import within
from accountbook.display.blocks.sentences import Facts, Say
from accountbook.display.blocks.trading import DOES as TRADING
from accountbook.display.words import Words

_SAY: Mapping[str, Say] = {
    **PROMISES_ACTIONS,
    **TARGET_ACTIONS,
    **POWER_ACTIONS,
    **COMPETITION_ACTIONS,
    **CONCESSIONS_ACTIONS,
    "plan": lambda f, t: str(f["text"]),
    **goals.DOES,
    **scenarios.DOES,
    **risk_register.DOES,
    **wants.DOES,
    **known_facts.DOES,
    **routes.DOES,
    **markets.DOES,
    **problems.DOES,
    **partners.DOES,
    **occasions.DOES,
    **their_word.DOES,
    **TRADING,
    **contest.DOES,
}


def action_sentence(code: str, facts: Facts, t: Words) -> str:
    """What is to be done, without a full stop; names and texts are cut where it has no room for them.

    Parameters
    ----------
    code, facts : as the judgements of `accountbook.planning` list them.

    Returns
    -------
    str
        A code that has no sentence yet is shown as itself rather than left out.

    Examples
    --------
    >>> action_sentence("plan", {"text": "Ask at the visit", "role": "Buyer", "name": None}, Words())
    'Ask at the visit'
    """
    say = _SAY.get(code)
    return within(lambda facts: say(facts, t), facts) if say else code.replace("_", " ")
