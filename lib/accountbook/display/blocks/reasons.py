"""One sentence per reason of a prediction: the raw facts, not the feature's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accountbook.display.words import Words

Facts = Mapping[str, object]


def reason_sentence(code: str, facts: Facts, t: Words) -> str:
    """A reason in words; its code, made readable, where we have no sentence or a fact is missing."""
    say = _SAY.get(code)
    if say is None:
        return code.replace("_", " ")
    try:
        return say(facts, t)
    except KeyError:
        return code.replace("_", " ")


_SAY: dict[str, Callable[[Facts, Words], str]] = {}
