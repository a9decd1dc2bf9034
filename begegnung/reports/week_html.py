"""The programme of a week as a page for the web (WCAG 2.2 AA): one file, nothing from elsewhere."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from begegnung.model.house_look import Logo, Look
from begegnung.model.programme import WeekProgramme
from begegnung.reports.text import clean
from begegnung.reports.week_said import Contact, SaidDay, SaidEntry, SaidWeek, week_said

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; padding: 1rem; max-width: 46rem; color: #111; background: #fff;
  font: 1.25rem/1.5 "Fira Sans", "Segoe UI", "Noto Sans", sans-serif; }
.logo { float: right; max-width: 40%; max-height: 6rem; margin: 0 0 .5rem 1rem; }
h1 { margin: 0; font-size: 2.2rem; line-height: 1.2; color: INK; }
h2 { margin: 2rem 0 .5rem; padding: .3rem .8rem; font-size: 1.4rem; color: #fff;
  background: INK; }
.dates { margin: .2rem 0 0; font-size: 1.5rem; font-weight: 600; color: ACCENT; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: .6rem .8rem; border-bottom: 1px solid #6b7280; }
.title { font-weight: 700; }
.status, .mark { font-weight: 700; color: #8a2504; }
.gone .title { text-decoration: line-through; }
.notice { margin-top: 2rem; padding: .2rem 1rem; border: 3px solid INK; }
footer { margin-top: 2rem; padding-top: .6rem; border-top: 3px solid INK; }
a { color: #0a4c8c; }
a:focus { outline: 3px solid #8a2504; outline-offset: 2px; }
@media print { body { max-width: none; font-size: 14pt; } h2 { break-after: avoid; }
  li { break-inside: avoid; } }
"""
"""In place of INK and ACCENT come the colours of the house."""


def week_html(week: WeekProgramme) -> bytes:
    """The week as one HTML file in UTF-8; the same week gives the same bytes."""
    said = week_said(week)
    title = f"{said.title} {said.dates}" + (f" – {said.house}" if said.house else "")
    lines = [
        "<!DOCTYPE html>",
        '<html lang="de">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{_style(said.look)}</style>",
        "</head>",
        "<body>",
        "<header>",
        *_logo(said.look.logo),
        *([f"<p>{escape(said.house)}</p>"] if said.house else []),
        f"<h1>{escape(said.title)}</h1>",
        f'<p class="dates">{escape(said.dates)}</p>',
        "</header>",
        "<main>",
        *_changes(said),
        *_days(said),
        "</main>",
        "<footer>",
        *map(_contact, said.contact),
        *([f"<p>{escape(said.look.footer)}</p>"] if said.look.footer else []),
        "</footer>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode("utf-8")


def _changes(week: SaidWeek) -> Iterator[str]:
    if week.changes:
        yield '<section class="notice" aria-labelledby="aenderungen">'
        yield f'<h2 id="aenderungen">{escape(week.changes.heading)}</h2>'
        yield "<ul>"
        for one in week.changes.lines:
            subject = escape(one.words.removesuffix(one.change))
            yield f'<li>{subject}<span class="status">{escape(one.change)}</span></li>'
        yield "</ul>"
        yield "</section>"


def _style(look: Look) -> str:
    return _STYLE.replace("INK", look.ink.lower()).replace("ACCENT", look.accent.lower())


def _logo(logo: Logo | None) -> Iterator[str]:
    """The logo inside the file, so that nothing is fetched from elsewhere."""
    if logo is not None:
        data = b64encode(logo.png).decode("ascii")
        alt = escape(f"Logo: {clean(logo.alt)}")
        yield f'<img class="logo" alt="{alt}" src="data:image/png;base64,{data}">'


def _days(week: SaidWeek) -> Iterator[str]:
    if not week.days:
        yield "<p>Diese Woche ist noch nichts eingetragen.</p>"
    for number, day in enumerate(week.days, start=1):
        yield f'<section aria-labelledby="tag-{number}">'
        yield f'<h2 id="tag-{number}">{escape(day.heading)}</h2>'
        if day.closed:
            yield f'<p class="status">{escape(day.closed)}</p>'
        if day.entries:
            yield "<ul>"
            yield from (_entry(day, entry) for entry in day.entries)
            yield "</ul>"
        yield "</section>"
    if week.notice:
        heading, paragraphs = week.notice
        yield '<section class="notice">'
        yield f"<h2>{escape(heading or 'Bitte vormerken')}</h2>"
        yield from (f"<p>{escape(words)}</p>" for words in paragraphs)
        yield "</section>"


def _entry(day: SaidDay, entry: SaidEntry) -> str:
    when = escape(entry.when)
    if day.day is not None and entry.start is not None:
        clock = f"{entry.start // 60:02}:{entry.start % 60:02}"
        when = f'<time datetime="{day.day.isoformat()}T{clock}">{when}</time>'
    gone = entry.status.startswith("Fällt aus")
    parts = [f"{when}<br>" if when else "", f'<span class="title">{_title(entry)}</span>']
    if entry.status:
        parts.append(f'<br><span class="status">{escape(entry.status)}</span>')
    more = " · ".join(filter(None, (entry.room, *entry.details, entry.category)))
    if more:
        parts.append(f"<br>{escape(more)}")
    attribute = ' class="gone"' if gone else ""
    return f"<li{attribute}>{''.join(parts)}</li>"


def _title(entry: SaidEntry) -> str:
    mark = f'<span class="mark">{escape(entry.mark)}:</span> ' if entry.mark else ""
    return f"{mark}{escape(entry.title)}"


def _contact(contact: Contact) -> str:
    words = escape(contact.words)
    if contact.target:
        words = f'<a href="{escape(contact.target)}">{words}</a>'
    return f"<p>{words}</p>"
