"""German sentences about colours and logos that cannot be taken."""

from collections.abc import Callable
from typing import Any

from begegnung.model.contrast import NEEDED
from begegnung.model.look_errors import BadLogo, ColourTooLight

_LOGO_FAULTS = {
    "too_large": "Die Datei ist größer als 20 MB. Bitte ein kleineres Bild wählen.",
    "no_picture": "Diese Datei ist kein Bild im Format PNG oder JPEG. Bitte das Logo als PNG oder "
    "JPEG speichern und diese Datei wählen.",
    "damaged": "Dieses Bild ist beschädigt und lässt sich nicht lesen. Bitte eine andere Datei "
    "wählen.",
    "too_many_pixels": "Dieses Bild hat zu viele Bildpunkte. Bitte ein kleineres wählen.",
    "too_small": "Dieses Bild ist zu klein zum Drucken, es würde unscharf. Bitte eines wählen, das "
    "mindestens 120 Bildpunkte breit oder hoch ist.",
    "reaches_out": "Diese Zeichnung holt etwas aus anderen Dateien. Bitte das Logo als PNG "
    "speichern und diese Datei wählen.",
    "empty": "Auf diesem Bild ist nichts zu sehen, es ist ganz weiß. Bitte ein anderes wählen.",
}


def contrast_words(ratio: float) -> str:
    """A contrast as people say it: "3,2 zu 1"; cut off, so that too little never sounds enough."""
    return f"{int(ratio * 10) / 10:.1f} zu 1".replace(".", ",").replace(",0 ", " ")


def _too_light(error: Any) -> str:
    needed = contrast_words(NEEDED[error.field])
    what = "weiße Schrift und kleine Wörter" if error.field == "ink" else "große Wörter und Rahmen"
    return (
        f"Diese Farbe ist zu hell für {what}. Der Unterschied zum Papier ist "
        f"{contrast_words(error.ratio)}, nötig ist {needed}. Lesbar wäre {error.proposal}."
    )


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    BadLogo: lambda x: _LOGO_FAULTS[x.fault],
    ColourTooLight: _too_light,
}
"""What happened and what to do, by refusal."""
