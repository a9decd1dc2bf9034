"""What happens when a paper for visitors has left the program: it is remembered, the first time."""

from begegnung.model.editions import Edition
from begegnung.model.errors import Refusal, Trouble
from begegnung.services.editions import RecordPrint, record_print
from begegnung.texts import german
from begegnung.ui.hub import Hub

_REMEMBERED = "Dieser Stand ist als gedruckt gemerkt."
_NOT_REMEMBERED = "Was gedruckt wurde, ließ sich nicht merken."


def handed_out(hub: Hub, sentence: str, edition: Edition | None) -> None:
    """Says `sentence`, and that what stood on the paper is remembered now if it is.

    The paper has left by now: where it cannot be remembered, that is said as well.
    """
    remembered = False
    try:
        if edition is not None:
            remembered = hub.act(record_print, RecordPrint(edition)).value
    except (Refusal, Trouble) as error:
        hub.refused.emit(f"{_NOT_REMEMBERED} {german(error)}")
    hub.said.emit(f"{sentence} {_REMEMBERED}" if remembered else sentence, remembered)
