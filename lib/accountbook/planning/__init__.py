"""The judgements of a plan: coverage, gaps, questions, margins, hygiene.

Pure functions: they take one account's view of the book and its predictions, and return frozen
dataclasses without words. Codes say what was found, ``facts`` hold the numbers and names behind it;
``display`` turns both into sentences. A missing piece is ``None`` or a state, never NaN.

Whatever else a judgement leans on may be given, so that it is made once; what is not given is made here, and
predictions that are not given were not made. "(cap 26)" names the capability that a module answers for, by its
number in the list that the workbook was ordered by; the tests named ``test_cap_26_...`` hold it.
"""
