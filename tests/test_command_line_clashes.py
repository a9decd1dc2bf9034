"""`begegnung clashes` as an administrator calls it: real processes."""

from pathlib import Path

import pytest

from tests.services.clash_scenarios import phone
from tests.services.two_pcs import BUERO, EMPFANG, two_pcs
from tests.test_command_line import answer, begegnung


@pytest.fixture
def both(prepared: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The data folders of two PCs that disagree about a telephone number."""
    with two_pcs(prepared, tmp_path) as pcs:
        who = pcs.empfang.person("Weiß", "Inge", phone="0231 111")
        pcs.meet()
        phone(pcs.empfang, who, "0231 222")
        pcs.buero.clock.go_on(minutes=5)
        phone(pcs.buero, who, "0231 333")
        pcs.meet()
    return tmp_path / EMPFANG, tmp_path / BUERO


def test_what_is_to_be_settled_is_listed_alike_at_both_pcs_and_decided_by_its_identifier(
    both: tuple[Path, Path],
) -> None:
    here, there = (answer("clashes", "list", "--data", folder)[1]["clashes"] for folder in both)

    assert here == there
    (clash,) = here
    assert clash["kind"] == "value"
    assert clash["sentence"].startswith("Die Telefonnummer von Inge Weiß wurde an zwei PCs ")
    assert [fact["title"] for fact in clash["facts"]] == ["0231 333", "0231 222"]
    assert [way["code"] for way in clash["proposals"]] == ["value-1", "value-2"]
    said = begegnung("clashes", "list", "--data", both[0]).stdout
    assert f"{clash['id']}\n  Die Telefonnummer von Inge Weiß" in said
    assert "  - value-2: 0231 222 (Empfang, " in said

    code, done = answer("clashes", "decide", clash["id"], "value-2", "--data", both[0])
    assert (code, done["title"]) == (0, "Inge Weiß")
    code, again = answer("clashes", "decide", clash["id"], "value-2", "--data", both[0])
    assert (code, again["error"]["kind"]) == (1, "ClashSettled")
    assert answer("undo", "--data", both[0])[0] == 0
    assert answer("clashes", "list", "--data", both[0])[1]["clashes"][0]["id"] == clash["id"]
