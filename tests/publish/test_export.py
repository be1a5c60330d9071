"""The exporter: only what is ours is shown, and nothing that a page may not hold."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from accountbook.display import Words, block
from accountbook.publish.export import RESULTS, PageExporter, blocks_of, forbidden, results_of
from accountbook.publish.failure import NotebookFailure

PAYLOAD = "<img src=x onerror=alert(1)>"


def shown_by(fragment) -> dict:
    data, metadata = fragment._repr_mimebundle_()
    return {"data": data, "metadata": metadata}


def node(*outputs, tags=("span-5",), heading="## Order days"):
    return new_notebook(
        cells=[
            new_markdown_cell("# Plan\nOne line."),
            new_code_cell("secret_code()"),
            new_markdown_cell(heading),
            new_code_cell("block()", outputs=list(outputs), metadata={"tags": list(tags)}),
        ]
    )


def page_of(*outputs, **options) -> str:
    return PageExporter().from_notebook_node(node(*outputs, **options), resources={"lang": "en"})[0]


def test_a_heading_is_the_label_of_the_block_below_and_the_tag_its_width():
    ours = new_output("execute_result", **shown_by(block("Four of five done")))
    [found] = blocks_of(node(ours, tags=("span-7",)), Words("en"))
    assert (found["label"], found["width"], found["anchor"]) == ("Order days", "span-7", "order-days")
    assert "Four of five done" in str(found["content"])
    [named] = blocks_of(node(ours, tags=("section", "anchor:people")), Words("en"))
    assert (named["width"], named["anchor"]) == ("section", "people")


def test_code_is_hidden_and_the_title_is_the_first_heading():
    text = page_of(new_output("execute_result", **shown_by(block("Four of five done"))))
    assert "<title>Plan</title>" in text
    assert "secret_code" not in text
    assert "One line." not in text


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stdout", text=PAYLOAD),
        new_output("execute_result", data={"text/plain": PAYLOAD, "text/html": PAYLOAD}),
        new_output("display_data", data={"text/plain": PAYLOAD, "application/javascript": "alert(1)"}),
        new_output("display_data", data={"text/plain": PAYLOAD, "text/markdown": PAYLOAD, "text/latex": "$x$"}),
        new_output("display_data", data={"text/plain": PAYLOAD, "image/png": "AAAA"}),
    ],
)
def test_A2_finding_8_html_of_others_is_text(output):
    text = page_of(output)
    assert PAYLOAD not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "alert(1)</script>" not in text


def test_stderr_is_not_for_readers():
    assert PAYLOAD not in page_of(new_output("stream", name="stderr", text=f"warning {PAYLOAD}"))


def test_an_image_is_shown_where_it_says_in_words_what_it_shows():
    said = {"image/png": {"alt": "Orders fell to 3"}}
    text = page_of(new_output("display_data", data={"image/png": "AAAA", "text/plain": "x"}, metadata=said))
    assert '<img alt="Orders fell to 3" src="data:image/png;base64,AAAA">' in text


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<script>x()</script>", "a second script"),
        ("<STYLE>p{}</STYLE>", "a second style"),
        ("<svg onload=x()>", "svg with onload"),
        ("<p title='a > b' onclick='x()'>", "p with onclick"),
        ("<p style='color:red'>", "p with style"),
        ("<a href='https://example.com'>", "a with an address in href"),
        ("<a href='//example.com'>", "a with an address in href"),
        ("<a href='java\tscript:x()'>", "a with an address in href"),
        ("<a href='&#106;avascript:x()'>", "a with an address in href"),
        ("<img src='https://example.com/x.png' alt='x'>", "img with an address in src"),
        ("<img src='data:image/png;base64,AA'>", "img without alt"),
        ("<iframe srcdoc='x'>", "iframe"),
        ("<meta http-equiv='refresh' content='0'>", "meta with http-equiv"),
        ("<base href='x'>", "base"),
        ("<svg><image xlink:href='http://example.com/x'/></svg>", "image with an address in xlink:href"),
    ],
)
def test_A16_what_no_page_may_hold_stops_the_page_whoever_made_it(html, named):
    document = f"<style>p{{}}</style><body>{html}</body><script>ours()</script>"
    assert forbidden(document) == named
    mark = {"text/html": {"accountbook": True}}
    with pytest.raises(NotebookFailure) as failure:
        page_of(
            new_output("display_data", data={"text/html": html + "<script>1</script><style></style>"}, metadata=mark)
        )
    assert failure.value.reason == "not shown"


@pytest.mark.parametrize(
    "html",
    ["<a href='../index.html#top'>", "<a href='#people'>", "<p data-on='x' class='one'>a onclick=b</p>", "a < b"],
)
def test_what_a_page_may_hold_is_let_through(html):
    assert forbidden(html) == ""


def test_results_are_those_of_the_last_code_cell_only():
    results = new_output("display_data", data={RESULTS: {"account_id": "007"}})
    assert results_of(node(results)) == {"account_id": "007"}
    early = node()
    early.cells[1].outputs = [results]
    assert results_of(early) == {}
