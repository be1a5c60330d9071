"""The exporter: an executed notebook becomes a page; code stays behind, and only what is ours is shown.

A markdown heading gives the small grey label of the block that the code cell after it shows; the code cell's
tag says the block's width. HTML is let through where a `Fragment` of accountbook.display made it, which has
escaped what it shows; images where they say in words what they show; all else is shown as escaped text. The
finished page is read once more, whoever made it: a script, a style of its own, an address in the network or a
picture without words stops it.
"""

from __future__ import annotations

import base64
import re
from html import unescape
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters.exporter import Exporter
from nbformat import NotebookNode

from accountbook.display import ROWS, Attachment, Fragment, Words, grid, html_page, placed
from accountbook.display.page import WIDTHS, with_links
from accountbook.publish.failure import NotebookFailure

RESULTS = "application/vnd.accountbook.results+json"
"""What a notebook's last code cell shows: the numbers that the index reads."""

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", flags=re.MULTILINE)
_ANCHOR = re.compile(r"anchor[:-]([A-Za-z0-9-]+)")
_IMAGES = ("image/svg+xml", "image/png", "image/jpeg")


class PageExporter(Exporter):
    """nbconvert's way to a page of ours; one per worker, used again for every notebook.

    ``from_notebook_node(notebook, resources={"lang": "en"})`` gives the page's text.
    """

    file_extension = ".html"
    output_mimetype = "text/html"
    export_from_notebook = "Accountbook page"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Give the page of an executed notebook.

        Parameters
        ----------
        nb : executed notebook.
        resources : ``lang``, the language of the page; ``links``, (text, relative address) that the page's top line
            leads to beside what the notebook says; ``rows``, the real name of the workbook beside the page: links to
            it are plain text where there is none.

        Raises
        ------
        NotebookFailure
            "not shown", if the page would hold what no page may.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kwargs)
        lang = resources.get("lang", "en")
        blocks = [placed(**block) for block in blocks_of(notebook, Words(lang))]
        body = with_links(_to_rows(grid(*blocks), resources.get("rows", "")), resources.get("links", ()))
        page = html_page(title_of(notebook), body, lang=lang)
        if wrong := forbidden(page):
            raise NotebookFailure("not shown", wrong)
        return page, resources


def title_of(notebook: NotebookNode) -> str:
    """Give the page's title: the results' ``title``, else the first heading."""
    told = results_of(notebook).get("title")
    headings = (_HEADING.search(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    return str(told) if told else next((found[1] for found in headings if found), "Accountbook")


def results_of(notebook: NotebookNode) -> dict[str, Any]:
    """Give what the last code cell recorded; empty if it recorded nothing, as when it was never reached."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    for output in reversed(code[-1].outputs if code else []):
        found = output.get("data", {}).get(RESULTS)
        if isinstance(found, dict):
            return dict(found)
    return {}


def attachments_of(notebook: NotebookNode) -> dict[str, bytes]:
    """Give the files that a notebook made to lie beside its page, by suffix.

    Raises
    ------
    NotebookFailure
        "not shown", if it made two of a kind.
    """
    found: dict[str, bytes] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            told = output.get("data", {}).get(Attachment.MIME)
            if isinstance(told, dict):
                one = Attachment(told["suffix"], base64.b64decode(told["content"]))
                if one.suffix in found:
                    raise NotebookFailure("not shown", f"two files {one.suffix} beside one page")
                found[one.suffix] = one.content
    return found


_ROWS = re.compile(rf'<a href="{re.escape(ROWS)}(#[^"]*)?">(.*?)</a>', flags=re.DOTALL)


def _to_rows(body: Fragment, name: str) -> Fragment:
    """Let links to the rows lead to the workbook's real name, or be plain text."""
    to = rf'<a href="{name}\1">\2</a>' if name else r"\2"
    return Fragment(Markup(_ROWS.sub(to, str(body))))


def blocks_of(notebook: NotebookNode, words: Words) -> list[dict[str, Any]]:
    """Give the blocks of a page in order: content, label, width and anchor, as `display.placed` takes them."""
    blocks = []
    label = ""
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            found = _HEADING.search(cell.source)
            label = found[1] if found and position else ""  # the first cell is the report's own title
            continue
        if cell.cell_type != "code":
            continue
        parts = [part for output in cell.outputs if (part := shown(output))]
        width = next((tag for tag in tags if tag in WIDTHS), "")
        if not parts:
            label = "" if width else label  # a section without anything to show keeps its label to itself
            continue
        named = next((found[1] for tag in tags if (found := _ANCHOR.fullmatch(tag))), "")
        blocks.append(
            {
                "content": Fragment(*parts),
                "label": words(label) if label else "",
                "width": width or "whole",
                "anchor": named or re.sub(r"[^a-z0-9]+", "-", label.lower(), flags=re.ASCII).strip("-"),
            }
        )
        label = ""
    return blocks


def shown(output: NotebookNode) -> Fragment | None:
    """Give what a page shows of one output; None: nothing."""
    if output.output_type == "stream":
        # what a library warns of on stderr is for whoever mends the notebook, not for a reader
        return None if output.name == "stderr" else _plain_text(output.text)
    if output.output_type not in ("display_data", "execute_result"):
        return None
    data, about = output.data, output.metadata
    if RESULTS in data or Attachment.MIME in data:
        return None
    if "text/html" in data and about.get("text/html", {}).get("accountbook"):
        return Fragment(Markup(data["text/html"]))
    for mime in _IMAGES:
        alt = about.get(mime, {}).get("alt") or about.get("alt")
        if mime in data and alt:
            return _image(mime, data[mime], str(alt))
    return _plain_text(data.get("text/plain", ""))


def _plain_text(text: str | list[str]) -> Fragment | None:
    text = text if isinstance(text, str) else "".join(text)
    return Fragment(Markup("<pre>{}</pre>").format(text)) if text.strip() else None


def _image(mime: str, content: str, alt: str) -> Fragment:
    """An image inside the page, as data; a drawing in an <img> runs nothing and asks for nothing."""
    body = base64.b64encode(content.encode()).decode() if mime == "image/svg+xml" else content.replace("\n", "")
    return Fragment(Markup('<img alt="{}" src="data:{};base64,{}">').format(escape(alt), mime, body))


_TAG = re.compile(r"<([a-zA-Z][\w:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_NAMED = re.compile(r"([^\s=\"'/]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_NEVER = frozenset(
    {"iframe", "frame", "object", "embed", "link", "base", "form", "applet", "audio", "video", "source", "track"}
    | {"portal", "foreignobject", "animate", "set"}
)
_LINKS = frozenset({"href", "src", "xlink:href", "action", "formaction", "srcset", "poster", "data", "background"})


def forbidden(page: str) -> str:
    """Say what a page holds that no page may; empty if nothing.

    One style and one script of ours stand in the head and at the end, allowed by their hashes; a second one, or
    one in the body's blocks, is somebody else's.

    Examples
    --------
    >>> forbidden('<p>Hall &amp; Co</p><img alt="Orders fell" src="data:image/png;base64,AA">')
    ''
    >>> forbidden('<p onclick="x()">'), forbidden('<a href="javascript:x()">'), forbidden('<img src="data:image/gif,">')
    ('p with onclick', 'a with an address in href', 'img without alt')
    """
    counts = {"style": 0, "script": 0}
    inert = re.sub(r"(<(style|script)\b[^>]*>).*?</\2\s*>", r"\1", page, flags=re.DOTALL | re.IGNORECASE)
    for tag in _TAG.finditer(inert):
        name, rest = tag[1].lower(), tag[2]
        if name in counts:
            counts[name] += 1
            if counts[name] > 1:
                return f"a second {name}"
        if name in _NEVER:
            return name
        if not rest:
            continue
        named = {key.lower(): unescape(value.strip("\"'")) for key, value in _NAMED.findall(rest)}
        for key, value in named.items():
            if key.startswith("on") or key == "style":
                return f"{name} with {key}"
            if key in _LINKS and not _stays(name, value):
                return f"{name} with an address in {key}"
        if name == "img" and not named.get("alt", "").strip():
            return "img without alt"
        if name == "meta" and named.get("http-equiv", "").lower() not in ("", "content-security-policy"):
            return "meta with http-equiv"
    return ""


def _stays(tag: str, address: str) -> bool:
    """Whether an address stays in the edition."""
    bare = re.sub(r"[\x00-\x20]+", "", address)
    if tag == "img" or tag == "image":
        return bare.startswith("data:image/")
    return not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\", bare)
