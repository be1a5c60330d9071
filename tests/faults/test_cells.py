"""What happens to an edition when a cell of one of its notebooks fails; named by the rows of FAULTS.md."""

from __future__ import annotations

import io
import logging
import os

import nbformat
import pytest

from accountbook.publish import PublishError
from accountbook.publish.limits import limit_memory, memory_of_machine, share_of_memory

CANARY = "kim.minjun@example.com"

FAULTS = {
    "F1_killed": ("import os; os.kill(os.getpid(), 9)", "died", ""),
    "F1_left": ("import os; os._exit(0)", "died", ""),
    "F2_memory": ("bytearray(2**30)", "error", "MemoryError, cell 5"),
    "F2_memory_bit_by_bit": ("x = [bytes(2**20) for _ in range(1024)]", "error", "MemoryError, cell 5"),
    "F3_error": (f"raise ValueError('{CANARY}')", "error", "ValueError, cell 5"),
    "F3_error_named_after_data": (f"raise type('{CANARY}', (Exception,), {{}})()", "error", "Error, cell 5"),
    "F3_error_in_a_word_of_the_language": (f"x = '{CANARY}' 1", "error", "SyntaxError, cell 5"),
    "F4_exit": ("import sys; sys.exit(0)", "unfinished", "SystemExit, cell 5"),
    "F4_finding_2_false": ("get_ipython().system('false')", "error", "CalledProcessError, cell 5"),
    "F5_sleep": ("import time; time.sleep(99)", "time", ""),
    "F5_stopped": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "time", ""),
    "F5_regex": ("import re; re.match('(a+)+$', 'a' * 60 + 'b')", "time", ""),
    "F5_stubborn": (
        "import time\nwhile True:\n    try:\n        time.sleep(9)\n    except BaseException:\n        pass",
        "time",
        "",
    ),
    "F14_input": ("input()", "error", "EOFError, cell 5"),
}
"""For an account of that number: what its page's cell does, and what is told of it."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory, make_book, tiny):
    """An edition in which every fault happened to the account of its name, after one in which all was well."""
    from accountbook.tables import TABLES

    folder = tmp_path_factory.mktemp("broken")
    names = [*FAULTS, "well"]
    orders = [
        {"account_id": one, "order_id": one, "line": "1", "order_date": "2026-09-01", "item_id": "VX-1",
         "quantity": 1.0, "unit_price": 1.0, "currency": "EUR", "kind": "order"}
        for one in names
    ]  # fmt: skip
    book = make_book(
        folder / "book",
        order_lines=TABLES["order_lines"].frame(orders),
        accounts=TABLES["accounts"].frame(
            [{"account_id": one, "name": one, "team": "South", "owner_id": "E1"} for one in names]
        ),
    )
    (folder / "notebooks").mkdir()
    desk = tiny.Desk(folder / "notebooks", book, folder / "reports")
    desk.put("account_plan", tiny.make_notebook(tiny.FINDING))
    desk.publish()
    before = desk.pages()
    cell = f"exec({ {name: fault[0] for name, fault in FAULTS.items()}!r}.get(account, ''))\nblock('all is well')"
    nbformat.write(tiny.make_notebook(cell), desk.notebooks / "account_plan.ipynb")
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        outcome = desk.publish(seconds=3.0, memory=700_000_000)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    return desk, before, outcome, said.getvalue()


@pytest.mark.parametrize("name", FAULTS)
def test_F1_to_F5_F14_a_notebook_that_fails_leaves_a_stub_and_the_last_good_page(broken, name):
    desk, before, outcome, _ = broken
    page, pages = desk.plan(name), desk.pages()
    [failure] = [one for one in outcome.failures if one.subject == name]
    assert (failure.page, failure.reason, failure.detail) == (page, *FAULTS[name][1:])
    stub, kept = pages[page].decode(), page.replace(".html", ".last.html")
    assert "could not be made" in stub
    assert f'href="../../{kept}"' in stub
    assert pages[kept] == before[page]
    [line] = [line for line in desk.lines() if line["page"] == page]
    assert (line["state"], line["sha256"]) == ("failed", "")


def test_F1_the_batch_goes_on_and_says_that_some_failed(broken):
    desk, _, outcome, _ = broken
    assert (outcome.exit_code, outcome.ok, outcome.failed) == (1, 1, len(FAULTS))
    assert b"all is well" in desk.pages()[desk.plan("well")]
    assert desk.runs()[-1]["state"] == "partial"
    index = desk.pages()["index.html"].decode()
    assert f"{len(FAULTS)} plans failed" in index
    assert "The calculation took longer than it may." in index


def test_F3_A12_nobody_s_data_is_logged_recorded_or_kept_for_mending(broken):
    desk, _, _, said = broken
    assert "account_plan" in said
    assert CANARY not in said
    saved = sorted((desk.out / ".accountbook" / "monthly-2026-10-31" / "failed").rglob("*.ipynb"))
    assert len(saved) == len(FAULTS)
    for path in saved:
        cells = nbformat.read(path, as_version=4).cells
        assert CANARY not in str([cell.get("outputs") for cell in cells])  # the canary stands in the source itself
    left = [*(desk.book / "ledger").rglob("*"), *desk.out.rglob("*")]
    for path in left:
        if path.is_file() and path not in saved:
            assert CANARY.encode() not in path.read_bytes(), path
    details = [line["detail"] for line in desk.lines() if line["state"] == "failed"]
    assert all(len(detail) < 80 and "\n" not in detail for detail in details)  # one line each


def test_F2_a_notebook_may_use_its_share_of_the_machine_s_memory(plans, tiny):
    import resource

    read = "import resource\nblock(f'limit {resource.getrlimit(resource.RLIMIT_DATA)[0]}')"
    nbformat.write(tiny.make_notebook(read), plans.notebooks / "account_plan.ipynb")
    assert memory_of_machine() > 10**8
    assert share_of_memory(10**6) == memory_of_machine() // os.cpu_count()  # so many are not at work on one machine
    for memory, least in [(0, share_of_memory(2)), (10**9, 10**9)]:
        plans.publish(workers=2, memory=memory)
        text = plans.pages()[plans.plan("007")].decode()
        limit = int(text.partition("limit ")[2].split("<")[0])
        assert least < limit < least + 3 * 10**9  # what it was forked with comes on top
        (plans.edition / plans.plan("007")).unlink()
    limit_memory(0)
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY  # of this process


def test_a_page_that_failed_is_run_again_and_its_stub_goes(plans, break_it):
    plans.publish()
    first = plans.pages()
    text = (plans.notebooks / "account_plan.ipynb").read_text(encoding="utf-8")
    break_it("1 / 0")
    assert plans.publish().failed == 1
    assert plans.publish().failed == 1  # the stub's link still leads to the last good one
    assert plans.pages()[plans.plan("007").replace(".html", ".last.html")] == first[plans.plan("007")]
    (plans.notebooks / "account_plan.ipynb").write_text(text, encoding="utf-8")
    assert plans.publish().failed == 0
    assert plans.pages() == first
    assert not list((plans.out / ".accountbook").rglob("*.ipynb"))


def test_finding_3_a_page_about_somebody_else_is_thrown_away(plans, break_it):
    break_it("pass", results="results(account_id='NA')")
    outcome = plans.publish(accounts=["007", "NA"])
    assert [(one.subject, one.reason) for one in outcome.failures] == [("007", "mixed up")]


def test_F4_a_notebook_that_never_reaches_its_results_is_a_failure(plans, break_it):
    break_it("pass", results="None if account == '007' else results(account_id=account)")
    assert [(one.subject, one.reason) for one in plans.publish().failures] == [("007", "unfinished")]


@pytest.mark.parametrize(("value", "error"), [("float('nan')", "ValueError"), ("chr(0xD800)", "UnicodeEncodeError")])
def test_F4_results_that_are_no_json_cost_their_page_only(plans, break_it, value, error):
    told = f"{{'application/vnd.accountbook.results+json': {{'account_id': account, 'x': {value}}}}}"
    past = f"type('Told', (), {{'_repr_mimebundle_': lambda self, **_: {told}}})()"
    break_it("pass", results=f"{past} if account == '007' else results(account_id=account)")
    outcome = plans.publish()
    assert outcome.ok == 2
    assert [(one.subject, one.reason, one.detail) for one in outcome.failures] == [
        ("007", "error", f"{error} in its results")
    ]


def test_F5_many_short_cells_share_the_page_s_wall_clock(plans, tiny):
    nbformat.write(
        tiny.make_notebook(*["import time; time.sleep(.5 * (account == '007'))\nblock('x')"] * 12),
        plans.notebooks / "account_plan.ipynb",
    )
    outcome = plans.publish(seconds=4.0)
    assert [(one.subject, one.reason) for one in outcome.failures] == [("007", "time")]


def test_F13_a_process_that_died_once_gets_a_second_chance_and_an_error_does_not(plans, break_it, tmp_path):
    tries = tmp_path / "tries"
    break_it(f"open({str(tries)!r}, 'a').write('x')\nimport os\nif os.stat({str(tries)!r}).st_size == 1: os._exit(1)")
    assert plans.publish().failed == 0
    assert tries.read_text() == "xx"
    break_it(f"open({str(tries)!r}, 'a').write('y')\n1 / 0")
    assert plans.publish().failed == 1
    assert tries.read_text() == "xxy"


def test_F15_a_notebook_changed_meanwhile_changes_nothing(plans, break_it):
    path = plans.notebooks / "account_plan.ipynb"
    break_it(f"open({str(path)!r}, 'w').write('broken')")
    assert plans.publish().failed == 0


def test_F15_code_changed_meanwhile_is_refused_and_no_page_of_the_mix_is_ever_used(plans, tiny):
    helper = plans.notebooks / "helper.py"
    helper.write_text("WORD = 'old'\n", encoding="utf-8")
    use = "import helper\nblock(f'{helper.WORD} of {account}')"
    nbformat.write(tiny.make_notebook(use), plans.notebooks / "account_plan.ipynb")
    assert plans.publish().ok == 3
    old = plans.pages()
    assert plans.publish().skipped == 3
    # the page of A/17, the second of three, changes the helper
    change = f"if account == 'A/17': open({str(helper)!r}, 'w').write('WORD = 1  # new')\n"
    nbformat.write(tiny.make_notebook(change + use), plans.notebooks / "account_plan.ipynb")
    with pytest.raises(PublishError, match="was changed while the edition was made; nothing was published"):
        plans.publish()
    assert plans.pages() == old
    assert plans.runs()[-1]["state"] == "failed"
    helper.write_text("WORD = 'old'\n", encoding="utf-8")
    os.utime(helper, (1, 1))
    nbformat.write(tiny.make_notebook(use), plans.notebooks / "account_plan.ipynb")
    assert plans.publish().skipped == 3
    assert plans.pages() == old
