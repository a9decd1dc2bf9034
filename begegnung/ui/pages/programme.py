"""Programm: the programme of a week as it will be printed, and everything to print it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from begegnung.model.calendar import monday_of
from begegnung.model.week_papers import Alternative
from begegnung.services.present import today_of
from begegnung.services.weekly import week_and_edition
from begegnung.texts import german
from begegnung.texts.folded_paper import what_is_too_full
from begegnung.texts.full_week import alternative_text, as_it_is, crowded_text
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.preview.panel import PreviewPanel
from begegnung.ui.printing import PrinterChoice, printers
from begegnung.ui.programme.announcement_card import AnnouncementCard
from begegnung.ui.programme.edition_card import EditionCard
from begegnung.ui.programme.handing_out import HandingOut
from begegnung.ui.programme.missing_card import MissingCard
from begegnung.ui.programme.press import Press, Proof, TooFull, Wish
from begegnung.ui.programme.week_card import WeekCard
from begegnung.ui.programme.wording import days_on_pages, fit_words, week_words
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button
from begegnung.ui.widgets.card import Card, Columns, column, scrolled

_NARROW = 50.0
"""Below this width in em the parts stand below each other."""


class ProgrammePage(Page):
    """The programme of a week; `present` takes `day` and `print`.

    `find_printers` gives the printers of this PC.
    """

    key = "programme"
    title = "Programm"
    icon = "news"
    watches = frozenset(
        {
            "centre",
            "closure",
            "house_look",
            "occurrence",
            "offer",
            "printed_edition",
            "room",
            "rule",
        }
    )

    def __init__(
        self, hub: Hub, find_printers: Callable[[], tuple[PrinterChoice, ...]] = printers
    ) -> None:
        super().__init__(hub)
        self._monday = monday_of(today_of(hub.desk.now_ms()))
        self._print_when_ready = False
        self._left: tuple[date, Wish] | None = None
        self.out = HandingOut(hub, self, find_printers)
        self.out.a4_wanted.connect(self._print_on_a4)
        self._make_actions()
        self.week = WeekCard(
            (self._back, self._forward, self._now), [self._print, self._save, self._open]
        )
        self.edition = EditionCard(hub)
        self.announcement = AnnouncementCard(hub)
        self.missing = MissingCard(hub)
        self.preview = PreviewPanel()
        self.press = Press(self)
        self._lay_out()
        self.week.wished.connect(self._wished)
        self.week.advice.chosen.connect(self._take)
        self.week.advice.left.connect(self._leave)
        self.edition.shown_changed.connect(self.reload)
        self.press.printed.connect(self._show_proof)
        self.press.refused.connect(self._show_too_full)
        self.press.failed.connect(self._show_failure)

    def _make_actions(self) -> None:
        self._back = action("Woche zurück", "Alt+Left", self)
        self._forward = action("Woche vor", "Alt+Right", self)
        self._now = action("Diese Woche", "Alt+Home", self)
        self._print = action("Drucken", "Ctrl+P", self)
        self._save = action("Als PDF speichern", "Ctrl+S", self)
        self._open = action("Im PDF-Programm öffnen", "", self)
        self._look = action("Aussehen der Papiere …", "", self)
        self._back.triggered.connect(lambda: self._go(-1))
        self._forward.triggered.connect(lambda: self._go(1))
        self._now.triggered.connect(lambda: self._go(0))
        self._print.triggered.connect(self.out.ask_print)
        self._save.triggered.connect(self.out.ask_save)
        self._open.triggered.connect(self.out.open_elsewhere)
        self._look.triggered.connect(self._edit_look)

    def _lay_out(self) -> None:
        shown = Card("Vorschau", "news")
        shown.head.addWidget(action_button(self._look, "edit"))
        shown.body.addWidget(self.preview, 1)
        shown.setMinimumHeight(THEME.px(22))
        self._extra = column(self.edition, self.announcement, self.missing)
        self._side = column(self.week, self._extra)
        side = scrolled(self._side, "clear")
        side.setMinimumWidth(THEME.px(19))
        columns = Columns(below=_NARROW, lead=0, lead_height=20)
        columns.add(side, 2)
        columns.add(shown, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.8))
        box.addWidget(columns)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside each other, the preview comes before the box."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW * THEME.em
        home = self if narrow else self._side
        layout = home.layout()
        if self._extra.parentWidget() is not home and isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self._extra)

    def subtitle(self) -> str:
        """The week that is shown."""
        return week_words(self._monday)

    def page_actions(self) -> list[QAction]:
        """Printing, saving and going through the weeks."""
        return [self._print, self._save, self._open, self._back, self._forward, self._now]

    def reload(self) -> None:
        """Reads the week and has its PDF made; the one before is shown until it is there."""
        self.week.show_week(self._monday)
        self.announcement.reload()
        self.missing.reload()
        self._set_ready(None)
        self.week.show_fit("Die Seiten werden eingerichtet …")
        week, edition = self.hub.read(week_and_edition, self._monday)
        self.edition.show_state(edition, week.changes)
        self.press.want(week, edition, self.week.wish(changes=self.edition.shows.isChecked()))

    def present(self, what: dict[str, Any]) -> None:
        """Shows the week of a day, and prints it where asked."""
        self._print_when_ready = bool(what.get("print"))
        if day := what.get("day"):
            self._show_week(monday_of(day))
        elif self._print_when_ready and self.out.proof is not None:
            self._print_when_ready = False
            self.out.ask_print()

    def _go(self, weeks: int) -> None:
        today = monday_of(today_of(self.hub.desk.now_ms()))
        self._show_week(self._monday + timedelta(weeks=weeks) if weeks else today)

    def _show_week(self, monday: date) -> None:
        self._monday = monday
        self.reload()
        self.retitled.emit()

    def _wished(self) -> None:
        self.week.advice.clear()
        self.reload()

    def _take(self, one: Alternative) -> None:
        """Takes what was offered in place of a paper that is too full."""
        self.week.choose(Wish(one.paper, one.detail))

    def _set_ready(self, proof: Proof | None) -> None:
        self.out.proof = proof
        for verb in (self._print, self._save, self._open):
            verb.setEnabled(proof is not None)

    def _show_proof(self, proof: Proof) -> None:
        self.preview.show_pdf(proof.pdf, f"Wochenprogramm {week_words(proof.week.monday)}")
        pages = self.preview.view.sheets.rowCount()
        self._set_ready(replace(proof, pages=pages))
        days = days_on_pages(proof.week, self.preview.texts())
        self.week.show_fit(fit_words(pages, proof.size, proof.wish, days))
        self._advise(proof)
        if self._print_when_ready:
            self._print_when_ready = False
            self.out.ask_print()

    def _advise(self, proof: Proof) -> None:
        left = (proof.week.monday, proof.wish)
        if proof.crowded is None or self._left == left:
            self.week.advice.clear()
            return
        words = [(one, alternative_text(one, proof.wish.paper)) for one in proof.alternatives]
        self.week.advice.show_advice(crowded_text(proof.crowded), words, as_it_is(proof.crowded))

    def _leave(self) -> None:
        """Does not say it again of this week on this paper."""
        if self.out.proof is not None:
            self._left = (self.out.proof.week.monday, self.out.proof.wish)

    def _show_too_full(self, found: TooFull) -> None:
        self._print_when_ready = False
        self.week.show_fit("")
        self.preview.say("So passt die Woche nicht auf dieses Papier.")
        words = [(one, alternative_text(one, found.wish.paper)) for one in found.alternatives]
        sentence = what_is_too_full(found.error) if words else german(found.error)
        self.week.advice.show_advice(sentence, words)

    def _print_on_a4(self) -> None:
        self._print_when_ready = True
        self.week.choose_paper("a4")

    def _show_failure(self, error: Exception) -> None:
        self.week.show_fit("")
        self.preview.say("Die Vorschau ließ sich nicht erstellen.")
        raise error

    def _edit_look(self) -> None:
        # Imported here because it knows every paper, and this page is often the first one.
        from begegnung.ui.look.dialog import LookDialog

        LookDialog(self.hub, self).open()
