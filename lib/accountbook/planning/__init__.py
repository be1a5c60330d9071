"""The judgements of a plan: coverage, gaps, questions, margins, hygiene.

Pure functions: they take one account's view of the book and its predictions, and return frozen
dataclasses without words. Codes say what was found, ``facts`` hold the numbers and names behind it;
``display`` turns both into sentences. A missing piece is ``None`` or a state, never NaN.
"""
