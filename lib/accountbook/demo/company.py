"""The made-up company as a whole: what is drawn, in which order, and where it is written."""

from __future__ import annotations

from pathlib import Path


def make_company(
    folder: Path, *, accounts: int = 60, months: int = 42, seed: int = 7, honest: bool = False
) -> None:
    """Write the exports of an invented manufacturer to `folder`, the truth to ``folder/truth``.

    The exports end on 2026-10-31 (``exported_on`` 2026-11-01) and `months` months lie before that
    day. The folder holds the exports, a ``mapping.toml`` that reads them, and ``truth/``.

    Parameters
    ----------
    folder : made if it does not exist; must be empty, or hold an earlier made-up company.
    accounts : number of accounts, 1 to 20,000.
    months : number of months before 2026-11-01, 6 to 120.
    seed : the same seed gives the same bytes.
    honest : nobody hides or pushes a deal, overstates a probability, or leaves.
    """
    raise NotImplementedError
