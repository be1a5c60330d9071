"""What the tests of pages share: reading a page's elements, and texts that try to break out."""

from __future__ import annotations

from html.parser import HTMLParser

PAYLOADS = [
    "<script>window.PWN=1</script>",
    '"><img src=x onerror=window.PWN=1>',
    "' onmouseover='window.PWN=1",
    "</style><script>window.PWN=1</script>",
    "</title><svg onload=window.PWN=1>",
    "javascript:window.PWN=1",
    "{{7*7}} {% raw %} ${7*7}",
    "a $5_x$ `b` [x](javascript:window.PWN=1) **bold**",
    "%%bash\nrm !ls",
    "&lt;b&gt; &amp;amp; &#60;",
    "\u202eevil\u202c \u0000 \u2028",
    "R&D <Süd> 가람누리 (주) \"quoted\" 'single'",
]


class Page(HTMLParser):
    """All elements of a page with their attributes, and its text; where a long word may break is neither."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._inside: list[str] = []
        self._within_a_word = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":
            self._within_a_word = True
            return
        self.elements.append((tag, dict(attrs)))
        if tag in ("style", "script"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._within_a_word and self.texts:
            self.texts[-1] += data
        elif not self._inside:
            self.texts.append(data)
        self._within_a_word = False

    @property
    def text(self) -> str:
        return " ".join(self.texts)
