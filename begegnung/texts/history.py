"""German sentences about taking back one action of the history."""

from collections.abc import Callable
from typing import Any

from begegnung.model import history_errors as e
from begegnung.texts.vocabulary import VERBS


def _named(error: Any) -> str:
    name = VERBS.get(error.verb, str(error.verb))
    return f"{name}: {error.title}" if error.title else name


def _lasting(error: Any) -> str:
    if error.verb.startswith("erasure"):
        return f"Was gelöscht ist, lässt sich nicht zurückholen – {_named(error)}."
    stays = "Das gehört zur Einrichtung oder kam mit dem Abgleich und bleibt bestehen"
    return f"{stays} – {_named(error)}."


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.OtherDevice: lambda x: (
        f"Das wurde an einem anderen PC eingetragen ({x.device}). Bitte dort zurücknehmen."
    ),
    e.Lasting: _lasting,
    e.AlreadyUndone: lambda x: f"Das ist schon zurückgenommen – {_named(x)}.",
    e.NotUndone: lambda x: f"Das gilt schon wieder, es ist nichts zu tun – {_named(x)}.",
}
