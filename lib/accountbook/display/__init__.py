"""What a page is made of: words, charts, tables, lists. Frames and findings in, fragments out; no files, no models.

Names are imported when they are first used, so that a page without charts never loads matplotlib.

Examples
--------
>>> from accountbook.display import Words
>>> Words("en").share(0.142)
'14%'
"""

from __future__ import annotations

from importlib import import_module

_HOMES = {
    "charts": "months_chart next_order_chart reliability_chart rhythm_chart",
    "document": "Results csp html_page results",
    "fonts": "page_fonts",
    "fragment": "Fragment",
    "index": "index_page",
    "index_row": "IndexRow",
    "letter": "Letter News one_line owner_letter",
    "lists": "Action Change Department Fact Question RoleCard RoleLine actions changes facts questions role_grid roles",
    "marks": "bar_mark disposition_mark key_mark months_mark range_mark slots_mark sparkline",
    "page": "Fold act block expected folded footer grey grid jump_line link masthead missing_tables placed section"
    " split strong",
    "tables": "Cell Column table",
    "theme": "page_css page_script",
    "words": "N_ Words",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"accountbook.display has no {name!r}; it has {', '.join(__all__)}.")
    return getattr(import_module(f"accountbook.display.{_HOME[name]}"), name)
