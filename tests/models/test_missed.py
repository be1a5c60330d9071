"""What forecasts missed: sums come right, and for whom."""

from __future__ import annotations

import numpy as np
import pytest

from accountbook.models.missed import CAP, Missed


def test_a_shortfall_of_one_kind_of_rows_is_found() -> None:
    # rows of sign 1 came to double of what was expected, the others to what was
    signs = np.repeat([[0.0], [1.0]], 300, axis=0)
    expected = np.tile([10.0, 50.0, 90.0], 200)
    came = expected * np.where(signs[:, 0] > 0, 2.0, 1.0)
    model = Missed().fit(signs, came, expected=expected, weight=np.ones(600))
    assert model.predict(np.array([[0.0], [1.0]])) == pytest.approx([1.0, 2.0], rel=0.05)
    assert (model.predict(signs) * expected).sum() == pytest.approx(came.sum(), rel=1e-4)


def test_few_accounts_show_little() -> None:
    signs = np.repeat([[0.0], [1.0]], 10, axis=0)
    came = np.where(signs[:, 0] > 0, 2.0, 1.0)
    few = Missed().fit(signs, came, expected=np.ones(20), weight=np.ones(20), groups=2).predict(signs[[0, -1]])
    # the level is learned, 1.5 in all, the difference hardly
    assert few == pytest.approx([1.5, 1.5], rel=0.1)


def test_one_huge_order_is_no_rule() -> None:
    came = np.ones(100)
    came[0] = 1e9
    one = Missed().fit(np.zeros((100, 1)), came, expected=np.ones(100), weight=np.ones(100))
    assert one.predict(np.zeros((1, 1)))[0] == pytest.approx((99 + CAP) / 100, rel=1e-3)
