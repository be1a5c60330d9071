"""The phrases in which reps name deals and say how they were heard of, decided, won and lost."""

NAMES = ("Line {n} retrofit", "Spare parts {y}", "More {noun}s", "New {noun} for series {n}", "Frame contract {y}",
         "{noun} change at plant {n}", "{n}호 라인 개조", "Test stand {n}")  # fmt: skip
OBTAINED = ("asked by the customer", "fair", "visit", "through a partner", "tender notice", "end customer's inquiry")
CRITERIA = (
    "price; delivery time",
    "service within 24 hours",
    "approved by quality",
    "running cost over five years",
    "price",
)
WON_BY = ("delivery time", "technical advice", "price", "installed base", "quality approval")
LOST_BY = (
    "price",
    "no budget",
    "competitor was there first",
    "project stopped",
    "delivery time",
    "key contact not known",
)
