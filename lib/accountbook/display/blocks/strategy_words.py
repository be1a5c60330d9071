"""Words for the codes of what we want and mean to do: levels, scenarios, markets, topics, voices, stages."""

from __future__ import annotations

from accountbook.display.words import N_

LEVEL = {
    "supply": N_("Supplier"),
    "development_partner": N_("Development partner"),
    "market_partner": N_("Market partner"),
}
SCENARIO = {"A": N_("Plan A"), "B": N_("Plan B"), "exit": N_("Exit"), "after": N_("What comes after")}
SCENARIO_INSIDE = {
    "A": N_("plan A"),
    "B": N_("plan B"),
    "exit": N_("the exit"),
    "after": N_("what comes after"),
}
MARKET = {"in": N_("in it"), "wants": N_("wants in"), "avoids": N_("avoids it")}
TOPIC = {
    "status": N_("Status"),
    "outlook": N_("Outlook"),
    "insiders": N_("How they decide"),
    "finances": N_("Finances"),
    "running_deals": N_("Running deals"),
    "organisation": N_("Organisation"),
    "other": N_("Other"),
}
VOICE = {
    "complaint": N_("Complaint"),
    "problem": N_("Problem"),
    "worry": N_("Worry"),
    "need": N_("Request"),
}
STAGE = {
    "attention": N_("attention"),
    "interest": N_("interest"),
    "desire": N_("desire"),
    "action": N_("action"),
}
