"""House and role of a PC that is approved."""

from begegnung.services.exchange_page import Overview
from begegnung.services.houses import centres
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.shown import set_shown

_ROLES = {
    "pc": "nein",
    "manager": "ja, PCs dieses Hauses",
    "city": "ja, alle PCs der Stadt",
}
"""What a PC may decide, as an answer to the question whether it may approve others."""


class WhoFields:
    """The inputs `house` and `role` of a form, as far as this PC may choose them.

    A PC with a house of its own keeps it. The first PC of a house is suggested as one that may
    approve the others.
    """

    def __init__(self, hub: Hub, view: Overview, form: Form) -> None:
        self._view = view
        self._own = next((pc.house for pc in view.pcs if pc.own), "")
        self._form = form
        self._keeps = ""
        houses = [(row.id, row.name) for row in hub.read(centres)]
        if view.role != "city":
            houses = [one for one in houses if one[0] == self._own]
        self.house = ChoiceField("Zu welchem Haus gehört der PC?", houses)
        self.house.set_value(self._own)
        roles = ("pc", "manager", "city") if view.role == "city" else ("pc", "manager")
        self.role = ChoiceField("Darf er andere freigeben?", [(one, _ROLES[one]) for one in roles])
        form.add("Zu welchem Haus gehört der PC?", self.house, "house")
        form.add("Darf er andere freigeben?", self.role, "role")
        self.house.currentIndexChanged.connect(lambda _: self._suggest())
        self._suggest()

    def show_house(self, house: str, name: str) -> None:
        """The PC has this house already, or none: then it is chosen."""
        del name
        self._keeps = house
        set_shown(self._form.rows["house"], not house)
        self._suggest()

    def chosen_house(self) -> str:
        """The house for a PC without one."""
        return "" if self._keeps else self.house.value() or ""

    def _suggest(self) -> None:
        house = self._keeps or self.house.value()
        has_one = any(pc.house == house for pc in self._view.taking_part)
        self.role.set_value("pc" if has_one else "manager")
