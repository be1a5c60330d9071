"""The commands: ``accountbook demo | map | sheets | load | publish | status | verify | forget | backtest``.

Exit codes: 0 all went well, 1 some pages failed (the edition is out, with stubs in their place), differ from what was
published (verify) or still hold the person (forget), 2 bad input or usage, 75 another run holds the lock, 143
interrupted. What the user can mend is said in one message; anything else is a fault of ours and says where it arose.
"""

from accountbook.cli import backtests, forgetting, keeping, loading, publishing, sheets  # noqa: F401 - each adds its commands to the app
from accountbook.cli.frame import app

__all__ = ["app"]
