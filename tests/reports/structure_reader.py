"""Reads a tagged PDF the way a screen reader does: the structure tree with the text of each part.

Written for the tests alone, from ISO 32000-1, 14.7 and 14.8; it shares nothing with the writer.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_BFCHAR = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,8})>")


@dataclass
class Node:
    """An element: its role, what is read for it, and its parts."""

    role: str
    alt: str = ""
    actual: str = ""
    text: str = ""
    scope: str = ""
    kids: list["Node"] = field(default_factory=list)

    def lines(self, depth: int = 0) -> list[str]:
        """The tree as indented text, one line an element."""
        said = self.text.replace("\u00ad", "")
        if self.actual:
            said = f"{said} [{self.actual}]"
        if self.alt:
            said = f"{said}({self.alt})"
        scope = f" of the {self.scope.lower()}" if self.scope else ""
        own = f"{'  ' * depth}{self.role}{scope} {said}".rstrip()
        return [own, *(line for kid in self.kids for line in kid.lines(depth + 1))]

    def all(self, role: str) -> list["Node"]:
        """Every element of this role, in reading order."""
        own = [self] if self.role == role else []
        return own + [found for kid in self.kids for found in kid.all(role)]

    def spoken(self) -> str:
        """What is read aloud."""
        if self.actual or self.alt:
            return self.actual or self.alt
        return " ".join(part for part in (self.text, *(k.spoken() for k in self.kids)) if part)


def read(pdf: bytes) -> Node:
    """The tree of a document."""
    with pikepdf.open(BytesIO(pdf)) as document:
        texts: dict[Any, dict[int, str]] = {
            page.objgen: _marked_texts(page) for page in document.pages
        }
        root: Any = document.Root.StructTreeRoot
        return _node(root.K, None, texts)


def font_sizes(pdf: bytes) -> set[float]:
    """Every size text is set in, from the content of the pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            float(operands[1])
            for page in document.pages
            for operands, operator in _shown_with_font(page)
            if str(operator) == "Tf"
        }


def _shown_with_font(page: pikepdf.Page) -> list[tuple[Any, Any]]:
    return [(step.operands, step.operator) for step in pikepdf.parse_content_stream(page)]


def _marked_texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of every piece of marked content, by its number."""
    fonts = {str(name): _characters(font) for name, font in page.resources.Font.items()}
    texts: dict[int, str] = {}
    stack: list[int | None] = []
    current: dict[int, str] = {}
    for operands, operator in _shown_with_font(page):
        name = str(operator)
        if name == "BDC":
            stack.append(int(operands[1].MCID))
            texts.setdefault(stack[-1] or 0, "")
        elif name == "BMC":
            stack.append(None)
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            current = fonts[str(operands[0])]
        elif name == "Tj" and stack and stack[-1] is not None:
            texts[stack[-1]] += "".join(current[code] for code in bytes(operands[0]))
    return texts


def _characters(font: Any) -> dict[int, str]:
    if "/ToUnicode" not in font:
        return {}
    return {
        int(code, 16): bytes.fromhex(target.decode()).decode("utf-16-be")
        for code, target in _BFCHAR.findall(font.ToUnicode.read_bytes())
    }


def _scope(element: Any) -> str:
    """Of a head of a table: whether it names its column or its row."""
    found = element.get("/A", [])
    every = found if isinstance(found, pikepdf.Array) else [found]
    return next((str(one.Scope).removeprefix("/") for one in every if "/Scope" in one), "")


def _node(element: Any, page: Any, texts: dict[Any, dict[int, str]]) -> Node:
    if isinstance(element, pikepdf.Array):
        (element,) = element
    page = element.get("/Pg", page)
    node = Node(
        str(element.S).removeprefix("/"),
        alt=str(element.get("/Alt", "")),
        actual=str(element.get("/ActualText", "")),
        scope=_scope(element),
    )
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            node.text += texts[page.objgen][kid]
        elif "/MCID" in kid:
            node.text += texts[kid.get("/Pg", page).objgen][int(kid.MCID)]
        elif "/S" in kid:
            node.kids.append(_node(kid, page, texts))
    node.text = " ".join(node.text.split())
    return node
