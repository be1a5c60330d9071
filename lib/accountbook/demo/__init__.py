"""The made-up company: the exports of an invented manufacturer, and the truth beside them.

``make_company(folder)`` writes what an ERP and a CRM would export, dirty as exports are, with a
``mapping.toml`` that reads them, and ``folder/truth/``, which only tests and benchmarks open.
"""

from accountbook.demo.company import make_company

__all__ = ["make_company"]
