"""The data of the house, as they stand on the printed programme."""

from begegnung.services.houses import own_centre
from begegnung.ui.dialogs.house import HouseDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import settle


def test_the_house_can_be_renamed_and_the_window_follows(
    shell: Shell, hub: Hub, house: House
) -> None:
    opened = HouseDialog(hub, shell)
    opened.open()
    settle()
    assert audit(opened) == []
    assert opened.fields["town"].text() == "Dortmund"
    opened.fields["name"].setText("Haus Eiche")
    opened.fields["phone"].setText("0231 555")

    opened.try_confirm()
    settle()

    row = house.desk.read(own_centre)
    assert (row.name, row.phone) == ("Haus Eiche", "0231 555")
    assert shell.windowTitle() == "Haus Eiche"


def test_a_house_needs_a_name(shell: Shell, hub: Hub, house: House) -> None:
    opened = HouseDialog(hub, shell)
    opened.open()
    opened.fields["name"].setText(" ")
    opened.fields["phone"].setText("0231 555")

    opened.try_confirm()

    assert opened.form.rows["name"].fault() == "Bitte etwas eintragen."
    assert opened.fields["phone"].text() == "0231 555"
    assert house.desk.read(own_centre).phone == ""
