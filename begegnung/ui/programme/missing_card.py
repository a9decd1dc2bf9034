"""The list "Termine fehlen": offers that are printed as text because they have no dates."""

from begegnung.services.offers import without_dates
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class MissingCard(Card):
    """Offers without dates; Enter goes to the offer. Hidden when there are none."""

    def __init__(self, hub: Hub) -> None:
        super().__init__("Termine fehlen", "calendar_clock")
        self._hub = hub
        self.offers = LineList("Angebote ohne Termine")
        self.offers.setAccessibleDescription("Eingabetaste öffnet das Angebot")
        self.offers.opened.connect(lambda key: hub.show("offers", offer_id=key))
        self.body.addWidget(
            label(
                "Stehen nur als Text auf dem Programm. Die Eingabetaste öffnet das Angebot.",
                "muted",
            )
        )
        self.body.addWidget(self.offers)

    def reload(self) -> None:
        """Reads the list."""
        found = self._hub.read(without_dates)
        self.offers.show_lines(
            Line(offer.id, offer.title, offer.wording, icon="calendar_clock") for offer in found
        )
        self.offers.setFixedHeight(THEME.px(0.4 + 2.95 * min(max(len(found), 1), 4)))
        self.set_note(str(len(found)))
        self.setVisible(bool(found))
