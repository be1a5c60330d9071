"""Accountbook: an account-planning workbook for B2B sales.

The rooms, each importing only from those to its left and from ``tables``:
ingest, book, features, models, planning, display, publish.
"""

__version__ = "0.1.0"
