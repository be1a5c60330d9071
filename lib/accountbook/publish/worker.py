"""The worker: a long-lived process that makes one page after the other.

It holds what is expensive to start: the imports, one exporter, one zygote, the opened book. No notebook runs in
it: each has a process of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from papermill.exceptions import PapermillException
from papermill.execute import execute_notebook

from accountbook.book import Book
from accountbook.book.jsonlines import as_lines
from accountbook.display import Words, page_fonts
from accountbook.publish import engine, steps
from accountbook.publish.export import PageExporter, attachments_of, results_of
from accountbook.publish.failure import AGAIN, NotebookFailure, describe, redact
from accountbook.publish.files import write
from accountbook.publish.job import Done, Job
from accountbook.publish.keys import check_code, code_hash, package_hash, run_key
from accountbook.publish.limits import share_of_memory
from accountbook.publish.outcome import PublishError
from accountbook.publish.parameters import plain
from accountbook.publish.places import companion
from accountbook.publish.printing import printed
from accountbook.publish.reuse import reused
from accountbook.publish.warm import zygote


@cache
def start(kind: str) -> None:
    """Make this process a worker: called early, so that its imports run while others still read.

    Parameters
    ----------
    kind : ``"fork"`` or ``"kernel"``.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # it would log parameters and errors' texts
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    engine.register()
    _loaded()
    page_fonts("")  # what all pages share of the type is cut once in each process, meanwhile


@cache
def _loaded() -> str:
    """The hash of the package as this process has loaded it, or is about to."""
    return package_hash()


def end() -> None:
    """End this process's zygote, where the process itself goes on."""
    zygote().close()


@cache
def _exporter() -> PageExporter:
    return PageExporter()


@lru_cache(maxsize=1)
def _book(path: str, as_of: str, load: str, settings: str) -> Book:
    """The pinned book of a run, opened once: another run pins another, and what was read for this one goes."""
    return Book.open(Path(path), as_of, load=load)


def make_page(job: Job) -> Done:
    """Make a page, or take over the one that an earlier run with the same key has made.

    Returns
    -------
    Done
        Also for a notebook that failed. Errors that are not the notebook's, a full disk for example, are raised.
    """
    began = time.perf_counter()
    if not job.scratch.is_dir():
        raise PublishError(
            f"{job.scratch} is not there for a worker: the run is over, or this worker does not see the folder of the "
            "reports; all workers must see the book, the reports and the notebooks under the same paths"
        )
    if job.code != code_hash(job.folder, package=_loaded()):
        check_code(job.code, job.folder)
        raise PublishError(
            "a worker runs other code than what publishes: start the workers again, or the session that publishes"
        )
    steps.reached("begun", job.page)
    if job.data:
        done = _make(job, job.parameters, job.data)
    else:
        assert job.subject is not None
        book = _book(job.parameters["book"], job.parameters["as_of"], job.load, job.settings)
        # a folder of its own for each try: a cluster may give a job to a second worker that it takes for lost
        with TemporaryDirectory(dir=job.scratch / "slices") as folder:
            data = book.export_slice(job.subject[1], folder)
            steps.reached("slice", job.page)
            done = _make(job, {**job.parameters, "book": folder}, f"{job.load} {data}")
    return Done(**{**vars(done), "seconds": round(time.perf_counter() - began, 3)})


def _make(job: Job, parameters: dict, data: str) -> Done:
    key = run_key(
        notebook=job.sha256, parameters=job.parameters, code=job.code, settings=job.settings, data=data,
        links=job.links, pdf=job.pdf,
    )  # fmt: skip
    if (done := reused(job, key=key)) is not None:
        return done
    for attempt in (1, 2):
        notebook = nbformat.reads(job.text, as_version=4)
        try:
            notebook, stopped = run_notebook(notebook, parameters, job)
            steps.reached("ran", job.page)
            check_code(job.code, job.folder)
            if stopped is not None:
                raise stopped
            results = _check_results(notebook, job)
            sha256, files = _write(notebook, job)
        except NotebookFailure as failure:
            if failure.reason in AGAIN and attempt == 1:
                continue
            redact(notebook)
            write(job.failed, nbformat.writes(notebook).encode("utf-8"))
            return Done(job.page, "failed", failure.reason, failure.detail, key=key)
        steps.reached("written", job.page)
        spent = round(notebook.metadata.get("accountbook", {}).get("cells_seconds", 0.0), 3)
        return Done(
            job.page, "ok", key=key, sha256=sha256, results=results, whole=job.whole, cells_seconds=spent, files=files
        )
    raise AssertionError("the second attempt gives a page or a failure")


def _write(notebook: nbformat.NotebookNode, job: Job) -> tuple[str, dict[str, str]]:
    """Write the page of an executed notebook and the files beside it; give their hashes, those of files by suffix."""
    attached = attachments_of(notebook)
    resources = {
        "lang": job.parameters["lang"],
        "links": [*_links_beside([*attached, *([".pdf"] if job.pdf else [])], job), *job.links],
        "rows": companion(Path(job.page).name, ".xlsx") if ".xlsx" in attached else "",
    }
    page, _ = _exporter().from_notebook_node(notebook, resources=resources)
    sha256 = write(job.target, page.encode("utf-8"))
    files = {suffix: write(job.target.with_suffix(suffix), content) for suffix, content in attached.items()}
    if job.pdf:
        content = printed(job.target, as_of=job.parameters["as_of"])
        files[".pdf"] = write(job.target.with_suffix(".pdf"), content)
    return sha256, files


def _links_beside(suffixes: Sequence[str], job: Job) -> list[tuple[str, str]]:
    """Links to the files beside a page."""
    t = Words(job.parameters["lang"])
    names = {".xlsx": t("Excel"), ".ics": t("Calendar"), ".pdf": t("PDF")}
    return [(name, companion(Path(job.page).name, suffix)) for suffix, name in names.items() if suffix in suffixes]


def run_notebook(
    notebook: nbformat.NotebookNode, parameters: dict, job: Job
) -> tuple[nbformat.NotebookNode, NotebookFailure | None]:
    """Run a notebook through papermill in a process of its own, without saving.

    Parameters
    ----------
    notebook : as it was read.
    parameters : checked once more here, just before papermill turns them into code.

    Returns
    -------
    (notebook, failure)
        The notebook with what it showed as far as it came, and why it did not come further.
    """
    given = {name: plain(value, name=name) for name, value in parameters.items()}
    more = {"zygote": zygote()} if job.engine == "fork" else {}
    seen: list[nbformat.NotebookNode] = []
    try:
        execute_notebook(
            notebook,
            None,
            parameters=given,
            engine_name=engine.FORK if job.engine == "fork" else engine.KERNEL,
            kernel_name="python3",
            progress_bar=False,
            folder=job.folder,
            seconds=job.seconds,
            memory=job.memory or share_of_memory(job.share),
            seen=seen,
            **more,
        )
    except PapermillException:
        return seen[0], NotebookFailure("error", describe(seen[0]))
    except NotebookFailure as failure:
        return (seen or [notebook])[0], failure
    return seen[0], None


def _check_results(notebook: nbformat.NotebookNode, job: Job) -> dict:
    """Give what the last cell recorded, if it was reached and speaks of whom the page is about."""
    stopped = describe(notebook)
    if stopped:  # papermill takes sys.exit(0) for success
        raise NotebookFailure("unfinished", stopped)
    results = results_of(notebook)
    if not results:
        raise NotebookFailure("unfinished")
    try:
        as_lines([results])
    except ValueError as error:  # not by `results`, which says so in the cell: a number that is none, half a character
        raise NotebookFailure("error", f"{type(error).__name__} in its results") from error
    if job.subject is not None:
        parameter, value = job.subject
        told = results.get(f"{parameter}_id", results.get(parameter))
        if told != value:
            raise NotebookFailure("unfinished" if told is None else "mixed up")
        if results.get("opportunity", "") != job.parameters.get("opportunity", ""):
            raise NotebookFailure("mixed up")
    return results
