"""What a page is made of: words, charts, tables, lists. Frames and findings in, fragments out; no files, no models.

Names are imported when they are first used, so that a page without charts never loads matplotlib.

Examples
--------
>>> from accountbook.display import Words
>>> Words("en").share(0.142)
'14%'
"""

from accountbook.imports import on_demand

_HOMES = {
    "attachment": "ROWS Attachment",
    "charts": "months_chart next_order_chart profit_chart reliability_chart rhythm_chart",
    "document": "Results csp html_page results",
    "fonts": "cuts_of_base page_fonts take_cuts_of_base",
    "fragment": "Fragment",
    "index": "index_page",
    "index_row": "IndexRow",
    "letter": "Letter News one_line owner_letter",
    "lists": "Action Change Department Fact Question RoleCard RoleLine actions changes facts questions role_grid roles",
    "marks": "bar_mark disposition_mark key_mark months_mark range_mark slots_mark sparkline",
    "page": "Fold act block expected folded footer grey grid jump_line link masthead missing_tables placed section"
    " split stop_line strong",
    "tables": "Cell Column table",
    "theme": "page_css page_script",
    "words": "N_ Words",
}
__all__, __getattr__ = on_demand(__name__, _HOMES)
