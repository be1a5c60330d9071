"""The ledger keeps what was said as it was said."""

from __future__ import annotations

import json
import threading
from multiprocessing import get_context

import pandas as pd
import pytest

from accountbook.book import Ledger, LedgerError

SEPTEMBER, OCTOBER = pd.Timestamp("2026-09-30"), pd.Timestamp("2026-10-31")


def said(p: float, as_of: pd.Timestamp = OCTOBER) -> pd.DataFrame:
    return pd.DataFrame({"account_id": ["A", "B"], "as_of": as_of, "p_no_order": [p, 0.5]}).astype(
        {"as_of": "datetime64[us]"}
    )


def test_predictions_come_back_as_they_were_kept(tmp_path):
    ledger, frame = Ledger(tmp_path), said(0.1).assign(shown=[True, False], orders=[3, 4], due=[OCTOBER, pd.NaT])
    ledger.write_predictions("accounts", frame, load_id="L", as_of=OCTOBER, code="c")
    pd.testing.assert_frame_equal(ledger.predictions("accounts", load_id="L", as_of=OCTOBER, code="c"), frame)
    for load, day, code in [("M", OCTOBER, "c"), ("L", SEPTEMBER, "c"), ("L", OCTOBER, "d")]:
        assert ledger.predictions("accounts", load_id=load, as_of=day, code=code) is None


def test_the_same_again_is_nothing_and_another_is_refused(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.write_predictions("accounts", said(0.1), load_id="L", as_of=OCTOBER, code="c")
    [path] = ledger.path.rglob("*.parquet")
    before = path.stat()
    ledger.write_predictions("accounts", said(0.1), load_id="L", as_of=OCTOBER, code="c")
    with pytest.raises(LedgerError, match=r"L\.c\.parquet holds other predictions .* give changed models another code"):
        ledger.write_predictions("accounts", said(0.2), load_id="L", as_of=OCTOBER, code="c")
    assert [one.name for one in path.parent.iterdir()] == ["L.c.parquet"]
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)


def test_the_history_holds_the_first_word_of_every_earlier_date(tmp_path):
    ledger = Ledger(tmp_path)
    for p, as_of, code in [(0.3, SEPTEMBER, "zz"), (0.4, SEPTEMBER, "aa"), (0.5, OCTOBER, "aa")]:
        ledger.write_predictions("accounts", said(p, as_of), load_id="L", as_of=as_of, code=code)
    assert ledger.history("accounts", before=OCTOBER)["p_no_order"].tolist() == [0.3, 0.5]
    assert ledger.history("accounts", before=pd.Timestamp("2027-01-01"))["p_no_order"].tolist() == [0.3, 0.5, 0.5, 0.5]
    # which of several was kept last is another question
    assert ledger.predictions("accounts", load_id="L", as_of=SEPTEMBER)["p_no_order"][0] == 0.4
    assert ledger.history("deals", before=OCTOBER).empty
    assert ledger.kinds() == ["accounts"]


def test_a_load_that_did_not_know_the_day_counts_only_where_no_other_does(tmp_path):
    for load, exported_on in [("L1", "2026-09-15"), ("L2", "2026-10-02"), ("L3", "2026-12-01")]:
        report = tmp_path / "loads" / load / "load.json"
        report.parent.mkdir(parents=True)
        report.write_text(json.dumps({"exported_on": exported_on}), encoding="utf-8")
    ledger = Ledger(tmp_path)
    for p, load in [(0.1, "L1"), (0.2, "L2"), (0.3, "L3")]:
        ledger.write_predictions("accounts", said(p, SEPTEMBER), load_id=load, as_of=SEPTEMBER, code="c")
        # L1 saw half of September; L2 was there first of those that saw it all
        first = ledger.history("accounts", before=OCTOBER)["p_no_order"].tolist()
        assert first == [0.1 if load == "L1" else 0.2, 0.5]
    [(day, path)] = ledger.first("accounts", before=OCTOBER)
    assert (day, ledger.exported_on(path)) == (SEPTEMBER, pd.Timestamp("2026-10-02"))
    assert ledger.exported_on(path.with_name("gone.c.parquet")) is None


@pytest.mark.parametrize("word", ["../x", "a/b", "", "a.b", "a\0", "*", "x" * 199])
def test_A1_a_key_that_is_a_path_is_refused(tmp_path, word):
    with pytest.raises(LedgerError, match="letters, digits"):
        Ledger(tmp_path).write_predictions(word, said(0.1), load_id="L", as_of=OCTOBER, code="c")
    with pytest.raises(LedgerError, match="letters, digits"):
        Ledger(tmp_path).start_run(word or "../x" if word != "a.b" else "a/.b")
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_recorded_line_by_line(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.start_run("r1", edition="monthly", as_of="2026-10-31")
    ledger.record("r1", account="A", state="ok")
    ledger.record("r1", account="가나", state="failed")
    assert ledger.runs() == [
        {"run_id": "r1", "edition": "monthly", "as_of": "2026-10-31", "state": "running", "ok": 0, "failed": 0}
    ]
    ledger.record("r1", run=True, state="done", ok=1, failed=1)
    assert [one["state"] for one in ledger.run("r1")[1:]] == ["ok", "failed", "done"]
    assert (ledger.runs()[0]["state"], ledger.runs()[0]["ok"]) == ("done", 1)
    with pytest.raises(LedgerError, match="on record already"):
        ledger.start_run("r1")
    with pytest.raises(LedgerError, match="start the run before"):
        ledger.record("r2", state="ok")


def test_F8_half_a_line_of_a_killed_writer_does_not_swallow_the_next(tmp_path):
    ledger = Ledger(tmp_path)
    ledger.start_run("r1")
    with (ledger.path / "runs" / "r1.jsonl").open("a") as file:
        file.write('{"account": "A", "sta')
    ledger.record("r1", account="B")
    assert ledger.run("r1") == [{"run_id": "r1"}, {"account": "B"}]


def _write_many(folder, who):
    ledger = Ledger(folder)
    for number in range(40):
        ledger.record("r1", who=who, number=number, padding="x" * 3000)


def test_F10_two_writers_leave_whole_lines(tmp_path):
    Ledger(tmp_path).start_run("r1")
    one = get_context("fork").Process(target=_write_many, args=(tmp_path, "child"))
    two = threading.Thread(target=_write_many, args=(tmp_path, "parent"))
    one.start()
    two.start()
    two.join()
    one.join()
    lines = (tmp_path / "ledger" / "runs" / "r1.jsonl").read_text().splitlines()
    assert len([json.loads(line) for line in lines]) == 81
