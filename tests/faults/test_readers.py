"""Readers while editions take each other's place; named by the rows of FAULTS.md."""

from __future__ import annotations

import importlib.util
import sys
import threading
from pathlib import Path

import nbformat
import pytest


@pytest.fixture(scope="module")
def press():
    """The reader of benchmarks/kills.py, who is as strict as one can be."""
    path = Path(__file__).parents[2] / "benchmarks" / "press" / "reader.py"
    spec = importlib.util.spec_from_file_location("press_reader", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_F10_who_follows_the_index_finds_every_page_whole_and_of_one_generation(plans, tiny, press):
    def put(generation: int) -> None:
        last = f"results(account_id=account, name='generation={generation}. ' + account, needs_call=True)"
        made = tiny.make_notebook(f"block('generation={generation}.')", results=last)
        nbformat.write(made, plans.notebooks / "account_plan.ipynb")

    put(0)
    plans.publish()
    link, stop, seen, torn = plans.out / "monthly" / "latest", threading.Event(), set(), []

    def look() -> None:
        while not stop.is_set():
            found = press.read_again(link, pages=6)
            if found.wrong:
                torn.append(found.wrong)
            seen.update(found.generations)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for generation in (1, 2, 3):
            put(generation)
            assert plans.publish().ok == 3
        plans.publish(accounts=["007"])
    finally:
        stop.set()
        reader.join()
    assert torn == []
    assert {"1", "2"} <= seen  # it looked all the while
    # and it would have seen it: a page of another generation, one that is cut short, one that is missing
    page = plans.edition / plans.plan("007")
    whole = page.read_text(encoding="utf-8")
    page.write_text(whole.replace("generation=3", "generation=2"), encoding="utf-8")
    assert press.read_again(link, pages=6).wrong == "2 generations"
    page.write_text(whole[:-20], encoding="utf-8")
    assert press.read_again(link, pages=6).wrong.endswith("is cut short")
    page.unlink()
    assert press.read_again(link, pages=6).wrong.endswith("is missing")
