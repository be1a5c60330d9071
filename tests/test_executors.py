"""Work handed out: results in the order of the tasks, whoever does it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from accountbook.executors import WorkersLost, local_processes, mapped


def test_results_come_in_the_order_of_the_tasks():
    with ThreadPoolExecutor(4) as executor:
        assert list(mapped(str, range(50), executor=executor, ahead=7)) == [str(number) for number in range(50)]
    assert list(mapped(str, range(3))) == ["0", "1", "2"]


def test_no_more_tasks_are_drawn_than_may_wait():
    drawn = []

    def tasks() -> Iterator[int]:
        for number in range(20):
            drawn.append(number)
            yield number

    with ThreadPoolExecutor(2) as executor:
        results = mapped(abs, tasks(), executor=executor, ahead=5)
        assert next(results) == 0
        assert len(drawn) == 5
        assert list(results) == list(range(1, 20))


def test_an_error_of_the_work_comes_as_it_is_and_nothing_more_is_begun():
    done = []

    def work(number: int) -> int:
        done.append(number)
        return 1 // (number - 1)

    with ThreadPoolExecutor(1) as executor, pytest.raises(ZeroDivisionError):
        list(mapped(work, range(1000), executor=executor, ahead=3))
    assert max(done) <= 4


def test_a_dead_worker_is_said_with_what_to_do():
    with local_processes(1) as executor, pytest.raises(WorkersLost, match="Use fewer workers"):
        # ends the worker's process, as the system does when memory runs out
        list(mapped(exit_at_once, [3], executor=executor))


def exit_at_once(code: int) -> None:
    """Work that never comes back."""
    import os

    os._exit(code)
