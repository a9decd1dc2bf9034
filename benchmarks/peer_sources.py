"""The same content as our papers as HTML for WeasyPrint and as markup for Typst.

The words, their looks and the white between them are taken from the blocks our papers are made of.
Each tool makes contents, index and page numbers in its own way. Pictograms, codes
and the name of the chapter at the foot are left out, in favour of the others.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from begegnung.model.day_names import WEEKDAYS
from begegnung.model.programme import ProgrammeEntry, WeekProgramme
from begegnung.reports.paper.badged import Badged
from begegnung.reports.paper.banner import Banner
from begegnung.reports.paper.code import Code
from begegnung.reports.paper.document import A4, PaperFormat
from begegnung.reports.paper.flow import Block, Laid
from begegnung.reports.paper.listing import Entry, Listing
from begegnung.reports.paper.paragraph import Paragraph, fact, heading, text, title
from begegnung.reports.paper.ruled import Ruled
from begegnung.reports.paper.together import Together
from begegnung.reports.paper.volume import Volume
from begegnung.reports.paragraphs import Span
from begegnung.reports.text import clean
from begegnung.reports.theme import BOLD, EXTRABOLD, MEDIUM, REGULAR, SEMIBOLD, TEXT

_WEIGHTS = {REGULAR: 400, MEDIUM: 500, SEMIBOLD: 600, BOLD: 700, EXTRABOLD: 800}
_FIRST_NUMBER = 900_000
"""Stands for the page of an anchor until the tool puts the page there."""
_PAGE = re.compile(r"9\d{5}(?!\d)")
_FOOT = 28.0

Parts = Sequence[Sequence[Block]]


class Source(NamedTuple):
    """A document in the words of both tools."""

    html: str
    typst: str


class _Numbers(Mapping[str, int]):
    """A number for every anchor that is asked for, in place of its page."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def __getitem__(self, anchor: str) -> int:
        if anchor == "offer None":
            # A line of the calendar that is about no offer.
            raise KeyError(anchor)
        return self.known.setdefault(anchor, _FIRST_NUMBER + len(self.known))

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def volume_source(volume: Volume) -> Source:
    """The pages of a booklet, without those that only fill a sheet."""
    numbers = _Numbers()
    parts = [part.blocks for part in volume.parts(numbers)]
    return _source(volume.title, volume.house, volume.format, parts, numbers)


def week_source(week: WeekProgramme, size: float) -> Source:
    """The programme of a week with titles of `size` points, a heading and a table a day."""
    house = week.house
    days = sorted({entry.day for entry in week.entries})
    head: list[Block] = [text(house.name), title("Wochenprogramm")]
    body: list[Block | _Rows] = []
    for day in days:
        rows = [_row(entry, size) for entry in week.entries if entry.day == day]
        body += [heading(f"{WEEKDAYS[day.weekday()]}, {day:%d.%m.}"), _Rows(tuple(rows))]
    foot: list[Block] = [fact("Telefon", house.phone), text(house.address), text(house.web)]
    return _source("Wochenprogramm", house.name, A4, [[*head, *body, *foot]], _Numbers())


class _Rows(NamedTuple):
    """A table of time, title with remark, and room."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]

    def laid(self, width: float) -> Laid:
        """Never laid out by us; it makes this a block among others."""
        raise NotImplementedError


def _row(entry: ProgrammeEntry, size: float) -> tuple[tuple[Span, ...], ...]:
    start, end = entry.start or 0, entry.end or 0
    time = f"{start // 60}:{start % 60:02}–{end // 60}:{end % 60:02}"
    words = (Span(clean(entry.title), BOLD, size, TEXT),)
    if entry.remark:
        words = (*words, Span(f"\u00a0· {clean(entry.remark)}", REGULAR, size - 1, TEXT))
    room = Span(clean(entry.room), MEDIUM, size - 1, TEXT)
    return (Span(time, SEMIBOLD, size, TEXT),), words, (room,)


def _source(
    name: str, house: str, size: PaperFormat, parts: Parts, numbers: Mapping[str, int]
) -> Source:
    anchors = {number: anchor for anchor, number in numbers.items()}
    html, typst = _Html(anchors), _Typst(anchors)
    return Source(html.document(name, size, parts), typst.document(name, house, size, parts))


class _Html:
    """Writes blocks as HTML; each look and each gap is one class."""

    def __init__(self, anchors: Mapping[int, str]) -> None:
        self._anchors = anchors
        self._styles: dict[str, str] = {}

    def document(self, name: str, size: PaperFormat, parts: Parts) -> str:
        """The whole file; fonts are in the folder it is rendered from."""
        body = "".join(
            f'<section class="part">{"".join(map(self._block, part))}</section>' for part in parts
        )
        fonts = "".join(
            f"@font-face{{font-family:Paper;font-weight:{weight};"
            f"src:url(FiraSans-{font.removeprefix('Fira-')}.ttf)}}"
            for font, weight in _WEIGHTS.items()
        )
        side, low = size.margin, size.margin + _FOOT
        page = (
            f"@page{{size:{size.width}pt {size.height}pt;margin:{side}pt {side}pt {low}pt;"
            '@bottom-right{content:"Seite " counter(page);font:500 12pt Paper}}'
        )
        rules = (
            "body{margin:0;font:400 14pt/1.3 Paper}p,h1,h2,h3,ul{margin:0;padding:0;font-size:0}"
            "p span,h1 span,h2 span,h3 span,li span{line-height:1.3}p{orphans:2;widows:2}"
            ".part+.part{break-before:page}.keep{break-after:avoid}.whole{break-inside:avoid}"
            "ul{list-style:none}a{color:inherit;text-decoration:none}"
            "a.page::after{content:target-counter(attr(href),page)}"
            'a.entry::after{content:leader(" ") target-counter(attr(href),page)}'
            "td,th{vertical-align:top;text-align:left;font-size:0;padding:3pt 6pt 3pt 0}"
            "th{white-space:nowrap}table{width:100%;border-collapse:collapse}tr{break-inside:avoid}"
        )
        styles = "".join(f".{key}{{{style}}}" for style, key in self._styles.items())
        return (
            f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(name)}'
            f"</title><style>{fonts}{page}{rules}{styles}</style></head><body>{body}</body></html>"
        )

    def _class(self, style: str) -> str:
        return self._styles.setdefault(style, f"s{len(self._styles)}")

    def _block(self, block: Block) -> str:
        if isinstance(block, Badged):
            return self._block(block.paragraph)
        if isinstance(block, Banner):
            return self._banner(block)
        if isinstance(block, Code):
            return self._block(text(block.words, gap=block.gap))
        if isinstance(block, Together):
            return f'<div class="whole">{"".join(map(self._block, block.blocks))}</div>'
        if isinstance(block, Listing):
            return f"<ul>{''.join(map(self._entry, block.entries))}</ul>"
        if isinstance(block, _Rows):
            return f"<table>{''.join(map(self._row, block.rows))}</table>"
        return self._paragraph(block) if isinstance(block, Paragraph) else _left_out(block)

    def _banner(self, block: Banner) -> str:
        field = f"background:#{block.colour.hexval()[2:]};padding:{block.inside}pt;"
        words = "".join(map(self._paragraph, block.paragraphs))
        style = self._class(f"{field}border-radius:10pt;margin-top:{block.gap}pt")
        return f'<div class="whole keep {style}">{words}</div>'

    def _paragraph(self, block: Paragraph) -> str:
        indent = f"padding-left:{block.column}pt;text-indent:-{block.column}pt;"
        style = f"margin-top:{block.gap}pt;{indent if block.lead else ''}"
        classes = self._class(style) + (" keep" if block.keeps else "")
        anchor = f' id="{_key(block.anchor)}"' if block.anchor else ""
        tag = block.role.lower()
        words = "".join(map(self._span, block.spans))
        if block.lead:
            column = self._class(f"display:inline-block;text-indent:0;width:{block.column}pt")
            words = f'<span class="{column}">{self._span(block.lead)}</span>{words}'
        return f'<{tag} class="{classes}"{anchor}>{words}</{tag}>'

    def _span(self, span: Span) -> str:
        words = _PAGE.sub(self._page, escape(span.text))
        return f'<span class="{self._look(span)}">{words}</span>'

    def _look(self, span: Span) -> str:
        look = f"font-size:{span.size}pt;font-weight:{_WEIGHTS[span.font]};"
        return self._class(f"{look}color:#{span.colour.hexval()[2:]}")

    def _page(self, number: re.Match[str]) -> str:
        return f'<a class="page" href="#{_key(self._anchors[int(number[0])])}"></a>'

    def _entry(self, entry: Entry) -> str:
        look = Span("", BOLD if entry.head else REGULAR, 12.5, TEXT)
        gap = self._class(f"margin-top:{9 if entry.head else 3}pt")
        keys = [_key(self._anchors[number]) for number in entry.pages]
        words = escape(clean(entry.words))
        if len(keys) == 1:
            inside = f'<a class="entry" href="#{keys[0]}">{words}</a>'
        else:
            pages = ", ".join(f'<a class="page" href="#{key}"></a>' for key in keys)
            inside = f"{words} {pages}"
        return f'<li class="{gap} {self._look(look)}">{inside}</li>'

    def _row(self, cells: tuple[tuple[Span, ...], ...]) -> str:
        tags = ("th scope=row", "td", "td")
        return "".join(
            (
                "<tr>",
                *(
                    f"<{tag}>{''.join(map(self._span, cell))}</{tag[:2]}>"
                    for tag, cell in zip(tags, cells, strict=True)
                ),
                "</tr>",
            )
        )


class _Typst:
    """Writes blocks as Typst; each look is one function."""

    def __init__(self, anchors: Mapping[int, str]) -> None:
        self._anchors = anchors
        self._looks: dict[str, str] = {}
        self._levels: dict[str, str] = {}

    def document(self, name: str, house: str, size: PaperFormat, parts: Parts) -> str:
        """The whole file."""
        body = "#pagebreak()\n".join("".join(map(self._block, part)) for part in parts)
        looks = "".join(
            f"#let {key}(words) = text({look}, words)\n" for look, key in self._looks.items()
        )
        levels = "".join(
            f"#show heading.where(level: {level}): set text({look})\n"
            for level, look in self._levels.items()
        )
        side, low = size.margin, size.margin + _FOOT
        return (
            f"#set document(title: {_quoted(name)}, author: {_quoted(house)})\n"
            f"#set page(width: {size.width}pt, height: {size.height}pt,"
            f" margin: (x: {side}pt, top: {side}pt, bottom: {low}pt),"
            " footer: context align(right, text(weight: 500, size: 12pt)"
            "[Seite #counter(page).display()]))\n"
            '#set text(font: "Fira Sans", size: 14pt, lang: "de", hyphenate: false,'
            " top-edge: 1.02em, bottom-edge: -0.28em)\n"
            "#set par(leading: 0pt, spacing: 0pt)\n#set block(spacing: 0pt)\n"
            "#show heading: set block(above: 0pt, below: 0pt, sticky: true)\n"
            "#let page-of(key) = link(key, context str(counter(page).at(key).first()))\n"
            f"{looks}{levels}{body}"
        )

    def _look(self, span: Span) -> str:
        return self._looks.setdefault(self._weight(span), f"s{len(self._looks)}")

    @staticmethod
    def _weight(span: Span) -> str:
        colour = f'rgb("#{span.colour.hexval()[2:]}")'
        return f"weight: {_WEIGHTS[span.font]}, size: {span.size}pt, fill: {colour}"

    def _block(self, block: Block) -> str:
        if isinstance(block, Badged):
            return self._block(block.paragraph)
        if isinstance(block, Banner):
            return self._banner(block)
        if isinstance(block, Code):
            return self._block(text(block.words, gap=block.gap))
        if isinstance(block, Together):
            inside = "".join(map(self._block, block.blocks))
            return f"#block(breakable: false, above: {_gap(block)}pt)[\n{inside}]\n"
        if isinstance(block, Listing) and block.kind == "contents":
            return (
                "#show outline.entry.where(level: 2): set block(above: 9pt)\n"
                "#show outline.entry.where(level: 3): set block(above: 3pt)\n"
                "#text(size: 12.5pt, outline(title: none, indent: auto,"
                " target: heading.where(level: 2).or(heading.where(level: 3))))\n"
            )
        if isinstance(block, Listing):
            return "".join(map(self._entry, block.entries))
        if isinstance(block, _Rows):
            cells = ",\n".join(f"[{self._spans(cell)}]" for row in block.rows for cell in row)
            return f"#table(columns: (auto, 1fr, auto), stroke: none,\n{cells})\n"
        return self._paragraph(block) if isinstance(block, Paragraph) else _left_out(block)

    def _banner(self, block: Banner) -> str:
        colour = f'rgb("#{block.colour.hexval()[2:]}")'
        look = f"fill: {colour}, inset: {block.inside}pt, radius: 10pt, width: 100%"
        words = "".join(map(self._paragraph, block.paragraphs))
        sticky = f"breakable: false, sticky: true, above: {block.gap}pt"
        return f"#block({sticky}, {look})[\n{words}]\n"

    def _paragraph(self, block: Paragraph) -> str:
        anchor = f" <{_key(block.anchor)}>" if block.anchor else ""
        if block.role in ("H1", "H2", "H3"):
            above = f"#v({block.gap}pt, weak: true)\n" if block.gap else ""
            level = block.role[1]
            look, plain = self._weight(block.spans[0]), _quoted(block.spans[0].text)
            self._levels.setdefault(level, look)
            return f"{above}#heading(level: {level}, {plain}){anchor}\n"
        sticky = ", sticky: true" if block.keeps else ""
        words = self._spans(block.spans)
        if block.lead:
            lead = f"#box(width: {block.column}pt)[{self._spans((block.lead,))}]"
            words = f"#par(hanging-indent: {block.column}pt)[{lead}{words}]"
        return f"#block(above: {block.gap}pt{sticky})[{words}]{anchor}\n"

    def _spans(self, spans: Sequence[Span]) -> str:
        parts: list[str] = []
        for span in spans:
            look, at = self._look(span), 0
            for found in _PAGE.finditer(span.text):
                key = _key(self._anchors[int(found[0])])
                parts.append(f"#{look}({_quoted(span.text[at : found.start()])})")
                parts.append(f"#{look}(page-of(<{key}>))")
                at = found.end()
            if at < len(span.text):
                parts.append(f"#{look}({_quoted(span.text[at:])})")
        return "".join(parts)

    def _entry(self, entry: Entry) -> str:
        pages = ", ".join(f"#page-of(<{_key(self._anchors[n])}>)" for n in entry.pages)
        words = f"#text(size: 12.5pt)[#{_quoted(clean(entry.words))} #h(1fr) {pages}]"
        return f"#block(above: 3pt)[{words}]\n"


def _left_out(block: Block) -> str:
    """Nothing for what others need not draw; raises `TypeError` for what they would miss."""
    if not isinstance(block, Ruled):
        raise TypeError(f"what is {type(block).__name__} in the words of others?")
    return ""


def _gap(block: Together) -> float:
    first = block.blocks[0]
    return first.gap if isinstance(first, Paragraph) else 0.0


def _key(anchor: str) -> str:
    return anchor.replace(" ", "-").lower()


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
