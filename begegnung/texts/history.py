"""German sentences about taking back one action of the history."""

from collections.abc import Callable
from typing import Any

from begegnung.model import history_errors as e
from begegnung.texts.vocabulary import VERBS


def _named(error: Any) -> str:
    name = VERBS.get(error.verb, str(error.verb))
    return f"{name}: {error.title}" if error.title else name


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.OtherDevice: lambda x: (
        f"Das wurde an einem anderen PC eingetragen ({x.device}). Bitte dort zurücknehmen."
    ),
    e.Lasting: lambda x: (
        f"Das gehört zur Einrichtung oder kam mit dem Abgleich und bleibt bestehen – {_named(x)}."
    ),
    e.AlreadyUndone: lambda x: f"Das ist schon zurückgenommen – {_named(x)}.",
    e.NotUndone: lambda x: f"Das gilt schon wieder, es ist nichts zu tun – {_named(x)}.",
}
