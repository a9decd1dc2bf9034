"""The structure tree of a document: elements, their marked content, and how they are written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc


class Written(pdfdoc.PDFObject):
    """An indirect object that writes its own bytes, when everything it points to has a number."""

    __RefOnly__ = 1

    def __init__(self, content: Callable[[], bytes]) -> None:
        self._content = content

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - ReportLab calls it so
        """The bytes between `obj` and `endobj`."""
        return self._content()


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of the drawing of page `page` (from 0), known there under the number `mcid`."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """A link on page `page` (from 0); `annotation` is ReportLab's reference to it."""

    page: int
    annotation: Any


ROLES = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private"  # noqa: SIM905
    " P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot"
    " Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP"
    " Figure Formula Form".split()
)
"""The standard structure types (ISO 32000-1, 14.8.4)."""


@dataclass(slots=True, eq=False)
class Element:
    """One element of the tree.

    `role` is one of `ROLES`; another one raises `ValueError`. `alt` describes a picture, `actual`
    is read instead of the letters on the paper, `lang` is its language where that is another one
    than the document's ("en-GB"), `title` a name for who looks at the tree. A cell of a table has
    `scope` ("Row", "Column", "Both") if it is a heading, and may span columns and rows. A list
    says by `numbering` what its labels are ("Decimal", "Disc", ...; ISO 32000-1, 14.8.5.5). `box`
    is left, bottom, right, top in points.
    """

    role: str
    parent: "Element | None" = None
    alt: str = ""
    actual: str = ""
    lang: str = ""
    title: str = ""
    scope: str = ""
    column_span: int = 1
    row_span: int = 1
    numbering: str = ""
    box: tuple[float, float, float, float] | None = None
    kids: "list[Element | Marked | Annotated]" = field(default_factory=list)
    number: bytes = b""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"{self.role!r} is no standard structure type")
        if self.parent is not None:
            self.parent.kids.append(self)


def text_string(text: str) -> bytes:
    """A PDF text string (ISO 32000-1, 7.9.2.2) in UTF-16, written as hexadecimal digits."""
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


class StructureTree:
    """Collects the elements while pages are drawn and adds them to the document at the end."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self._marks: list[Element] = []
        self._parents: list[list[Element] | Element] = []

    def mark(self, element: Element, page: int) -> int:
        """Gives the next number of marked content on this page to `element`."""
        mcid = len(self._marks)
        self._marks.append(element)
        element.kids.append(Marked(page, mcid))
        return mcid

    def end_page(self) -> int | None:
        """The key of the finished page in the parent tree; None for a page without content."""
        if not self._marks:
            return None
        self._parents.append(self._marks)
        self._marks = []
        return len(self._parents) - 1

    def annotate(self, element: Element) -> int:
        """The key under which an annotation finds `element` in the parent tree."""
        self._parents.append(element)
        return len(self._parents) - 1

    def add_to(self, document: Any) -> None:
        """Adds the tree to a ReportLab `PDFDocument`, without its empty elements."""
        _prune(self.root)

        def number(reference: Any) -> bytes:
            return b"%d 0 R" % document.idToObjectNumberAndVersion[reference.name][0]

        pages = [
            b"%d 0 R" % document.idToObjectNumberAndVersion[page.__InternalName__][0]
            for page in document.Pages.pages
        ]
        root = document.Reference(Written(lambda: self._written_root(number(tree))))
        writing = _Writing(number(root), pages, number)
        for element in _walk(self.root):
            element.number = number(document.Reference(_ElementObject(element, writing)))
        tree = document.Reference(Written(self._written_parents))
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = Written(lambda: b"<</Marked true>>")

    def _written_root(self, parents: bytes) -> bytes:
        notes = [element for element in _walk(self.root) if element.role == "Note"]
        named = b" ".join(b"%s %s" % (_identifier(note), note.number) for note in notes)
        identifiers = b"/IDTree<</Names[" + named + b"]>>" if notes else b""
        return b"<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d%s>>" % (
            self.root.number,
            parents,
            len(self._parents),
            identifiers,
        )

    def _written_parents(self) -> bytes:
        entries: list[bytes] = []
        for key, of in enumerate(self._parents):
            if isinstance(of, Element):
                entries.append(b"%d %s" % (key, of.number))
            else:
                entries.append(b"%d [%s]" % (key, b" ".join(element.number for element in of)))
        return b"<</Nums[" + b" ".join(entries) + b"]>>"


def _prune(element: Element) -> bool:
    """Drops empty elements below `element`; tells whether something is left in it."""
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or _prune(kid)]
    return bool(element.kids) or element.role in ("TD", "TH")


def _walk(element: Element) -> Iterator[Element]:
    """The element and all below it, in the order in which they are read."""
    waiting = [element]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


class _Writing(NamedTuple):
    """What all elements need to be written: numbers of the root, the pages, and annotations."""

    root: bytes
    pages: list[bytes]
    number: Callable[[Any], bytes]


class _ElementObject(pdfdoc.PDFObject):
    """An element as an indirect object; there are very many of them."""

    __slots__ = ("__InternalName__", "_element", "_writing")

    __RefOnly__ = 1

    def __init__(self, element: Element, writing: _Writing) -> None:
        self._element = element
        self._writing = writing

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - ReportLab calls it so
        """The bytes between `obj` and `endobj`."""
        element = self._element
        parent = element.parent.number if element.parent else self._writing.root
        head = b"<</Type/StructElem/S/%s/P %s" % (element.role.encode(), parent)
        return head + _attributes(element) + _content(element, self._writing) + b">>"


def _attributes(element: Element) -> bytes:
    parts = [
        key + text_string(text)
        for key, text in (
            (b"/Alt ", element.alt),
            (b"/ActualText ", element.actual),
            (b"/Lang ", element.lang),
            (b"/T ", element.title),
        )
        if text
    ]
    if element.role == "Note":
        parts.append(b"/ID" + _identifier(element))
    if element.role in ("TH", "TD"):
        scope = b"/Scope/" + element.scope.encode() if element.scope else b""
        spans = b"/ColSpan %d/RowSpan %d" % (element.column_span, element.row_span)
        parts.append(b"/A<</O/Table" + scope + spans + b">>")
    elif element.numbering:
        parts.append(b"/A<</O/List/ListNumbering/" + element.numbering.encode() + b">>")
    elif element.box:
        box = b" ".join(b"%.1f" % value for value in element.box)
        parts.append(b"/A<</O/Layout/Placement/Block/BBox[" + box + b"]>>")
    return b"".join(parts)


def _identifier(element: Element) -> bytes:
    """A name no other element has; every note needs one (ISO 14289-1, 7.9)."""
    return b"(%010d)" % int(element.number.split()[0])


def _content(element: Element, writing: _Writing) -> bytes:
    pages = writing.pages
    home: int | None = None
    kids: list[bytes] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(kid.number)
        elif isinstance(kid, Annotated):
            target = writing.number(kid.annotation)
            kids.append(b"<</Type/OBJR/Pg %s/Obj %s>>" % (pages[kid.page], target))
        else:
            home = kid.page if home is None else home
            if kid.page == home:
                kids.append(b"%d" % kid.mcid)
            else:
                kids.append(b"<</Type/MCR/Pg %s/MCID %d>>" % (pages[kid.page], kid.mcid))
    page = b"" if home is None else b"/Pg " + pages[home]
    return page + (b"/K[" + b" ".join(kids) + b"]" if kids else b"")
