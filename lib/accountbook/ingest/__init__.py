"""Exports in, clean tables out: every row is kept, merged or rejected with a reason, and the money balances."""

from accountbook.ingest.draft import read_mapping
from accountbook.ingest.errors import SourceError
from accountbook.ingest.intake import Intake
from accountbook.ingest.mapping import Mapping
from accountbook.ingest.proposal import Proposal, propose, propose_mapping
from accountbook.ingest.reader import read_source
from accountbook.ingest.taken import EarlierLines

__all__ = [
    "EarlierLines",
    "Intake",
    "Mapping",
    "Proposal",
    "SourceError",
    "propose",
    "propose_mapping",
    "read_mapping",
    "read_source",
]
