"""What happens when a paper for visitors has left the program: it is said, and remembered."""

from begegnung.model.editions import Edition
from begegnung.model.errors import Refusal, Trouble
from begegnung.services.editions import RecordPrint, record_print
from begegnung.texts import german
from begegnung.ui.hub import Hub

_REMEMBERED = "Dieser Stand ist als gedruckt gemerkt."
_NOT_REMEMBERED = "Was gedruckt wurde, ließ sich nicht merken."


def handed_out(hub: Hub, sentence: str, edition: Edition | None) -> None:
    """Says `sentence`; the first time, what stood on the paper is remembered.

    The paper has left by now: where it cannot be remembered, that is said as well.
    """
    remembered = False
    try:
        if edition is not None:
            remembered = hub.act(record_print, RecordPrint(edition)).value
    except (Refusal, Trouble) as error:
        hub.said.emit(sentence, False)
        hub.refused.emit(f"{_NOT_REMEMBERED} {german(error)}")
        return
    hub.said.emit(f"{sentence} {_REMEMBERED}" if remembered else sentence, remembered)
