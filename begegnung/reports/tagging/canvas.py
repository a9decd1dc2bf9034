"""A ReportLab canvas that writes the logical structure while it draws."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from .metadata import About, add_metadata
from .spots import change_spots
from .structure import Annotated, Element, StructureTree, text_string

change_spots()

# Prefixes of the lines that open and close marked content, until the page is finished. No line of
# ReportLab begins with this character.
_OPENS, _CLOSES = "\0B", "\0E"


class TaggedCanvas(Canvas):
    """Draws pages and a structure tree into memory; `finished()` gives the file.

    The order in which elements are made is the order in which they are read aloud, wherever they
    stand on the page. Drawing outside of every `tag` becomes an artifact, so that rules,
    backgrounds and repeated page heads need no thought and nothing can be forgotten. The same
    drawing gives the same bytes.
    """

    # Private names of ReportLab's canvas this class builds on.
    _code: list[str]
    _doc: Any
    _pageNumber: int  # noqa: N815
    _annotationrefs: list[Any]

    def __init__(
        self, about: About, *, pagesize: tuple[float, float], font: str, lang: str
    ) -> None:
        """`pagesize` is width and height in points, `lang` the language of the text ("de-DE").

        `font` is the name of a registered TrueType font, which is embedded; pages start with it.
        """
        self._file = BytesIO()
        self._about = about
        self._tree = StructureTree()
        self._here = self._tree.root
        self._open: Element | None = None
        self._keyed: dict[object, Element] = {}
        self._outline_level = -1
        self._bookmarks = 0
        first_font: Any = font
        super().__init__(
            self._file,
            pagesize=pagesize,
            initialFontName=first_font,
            lang=lang,
            invariant=1,
            # The first version that knows of structure.
            pdfVersion=(1, 4),
        )
        self.setViewerPreference("DisplayDocTitle", "true")
        self.setViewerPreference("PrintScaling", "None")
        self.setTitle(about.title)
        self.setAuthor(about.author)
        self.setSubject(about.subject)
        self.setCreator(about.program)

    @contextmanager
    def struct(self, role: str, key: object = None, **attributes: Any) -> Iterator[Element]:
        """An element that groups the ones made inside; `attributes` as in `Element`.

        The same `key` opens the same element again, for example on the next page; what the
        element is was said the first time. Raises `ValueError` for a role that is none.
        """
        outer = self._here
        element = self._keyed.get(key) if key is not None else None
        if element is None:
            element = Element(role, outer, **attributes)
            if key is not None:
                self._keyed[key] = element
        self._here = element
        try:
            yield element
        finally:
            self._here = outer

    @contextmanager
    def tag(self, role: str, key: object = None, **attributes: Any) -> Iterator[Element]:
        """An element and, as its content, everything drawn inside.

        What is drawn belongs to the innermost tag around it. Pages may end between tags, never
        inside of one: what goes on on another page gets a tag with the same `key` there.
        """
        with self.struct(role, key, **attributes) as element:
            outer = self._open
            self._switch(element)
            try:
                yield element
            finally:
                self._switch(outer)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Decoration in the middle of tagged content, for example a pictogram next to its word."""
        outer = self._open
        self._switch(None)
        try:
            yield
        finally:
            self._switch(outer)

    def bookmark(self, words: str, level: int, y: float) -> None:
        """Adds an entry of the outline that leads to height `y` of this page; `level` from 0.

        A level deeper than below the entry before is that of its child.
        """
        level = min(level, self._outline_level + 1)
        self._outline_level = level
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self.bookmarkHorizontal(key, 0, y)
        self.addOutlineEntry(words, key, level)

    def link(self, url: str, rect: tuple[float, float, float, float], contents: str) -> None:
        """Makes `rect` a link to an address; call it inside a `tag("Link")`.

        `rect` is left, bottom, right, top as the canvas is transformed just now, `contents` what
        a screen reader says of the link.
        """
        self.linkURL(url, rect, relative=1, **self._annotated(contents))
        self._here.kids.append(Annotated(self._pageNumber - 1, self._annotationrefs[-1]))

    def destination(self, name: str, y: float) -> None:
        """Names height `y` of this page, for `lead`."""
        self.bookmarkHorizontal(name, 0, y)

    def lead(self, name: str, rect: tuple[float, float, float, float], contents: str) -> None:
        """As `link`, to a `destination` of this document, which may be named later."""
        # ReportLab's own link within a document knows no structure.
        canvas: Any = self
        values: dict[str, Any] = {
            "Type": pdfdoc.PDFName("Annot"),
            "Subtype": pdfdoc.PDFName("Link"),
            "Rect": pdfdoc.PDFArray(canvas._absRect(rect, 1)),  # noqa: SLF001
            "Border": "[0 0 0]",
            "Dest": canvas._bookmarkReference(name),  # noqa: SLF001
        }
        canvas._addAnnotation(pdfdoc.PDFDictionary({**values, **self._annotated(contents)}))  # noqa: SLF001
        self._here.kids.append(Annotated(self._pageNumber - 1, self._annotationrefs[-1]))

    def _annotated(self, contents: str) -> dict[str, Any]:
        """What an annotation of the element that is open says."""
        return {
            "Contents": Verbatim(text_string(contents)),
            "StructParent": self._tree.annotate(self._here),
            "F": 4,
        }

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Ends the page; what was drawn outside of every tag becomes an artifact.

        Raises `RuntimeError` inside of a tag.
        """
        if self._open is not None:
            raise RuntimeError(f"the page ends inside of the tag {self._open.role!r}")
        self._code[:] = _with_artifacts(self._code)
        super().showPage()

    def finished(self) -> bytes:
        """The file, the page that is begun included; the canvas cannot be used afterwards."""
        if self._code:
            self.showPage()
        self._tree.add_to(self._doc)
        add_metadata(self._doc, self._about)
        self._doc.SaveToFile(self._file, self)
        return self._file.getvalue()

    def _switch(self, element: Element | None) -> None:
        """Closes the open marked content and opens that of `element`."""
        if element is self._open:
            return
        if self._open is not None:
            self._code.append(_CLOSES + "EMC")
        if element is not None:
            mcid = self._tree.mark(element, self._pageNumber - 1)
            self._code.append(f"{_OPENS}/{element.role} <</MCID {mcid}>> BDC")
        self._open = element

    def _setColorSpace(self, obj: Any) -> None:  # noqa: N802 - ReportLab's name
        """ReportLab calls this once for every page, and is the only moment to reach the page."""
        if isinstance(obj, pdfdoc.PDFPage):
            page: Any = obj
            page.StructParents = self._tree.end_page()
            page.Tabs = pdfdoc.PDFName("S")
        canvas: Any = super()
        canvas._setColorSpace(obj)  # noqa: SLF001 - this method, one class up


class Verbatim(pdfdoc.PDFObject):
    """A value that is written as it is."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, document: Any) -> bytes:  # noqa: ARG002 - ReportLab calls it so
        """The bytes of the value."""
        return self._content


def _with_artifacts(code: list[str]) -> list[str]:
    """The lines of a page with every run outside of tags wrapped as an artifact."""
    wrapped: list[str] = []
    outside: list[str] = []

    def flush() -> None:
        if any(line.strip() for line in outside):
            wrapped.extend(("/Artifact BMC", *outside, "EMC"))
        outside.clear()

    inside = False
    for line in code:
        if line.startswith(_OPENS):
            flush()
            inside = True
            wrapped.append(line[2:])
        elif line.startswith(_CLOSES):
            inside = False
            wrapped.append(line[2:])
        elif inside:
            wrapped.append(line)
        else:
            outside.append(line)
    flush()
    return wrapped
