"""Every refusal and every trouble has a German sentence."""

import dataclasses
import enum
import importlib
import pkgutil
import types
import typing
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal, Union

import pytest

from begegnung import model
from begegnung.model import errors
from begegnung.texts import german

for module in pkgutil.iter_modules(model.__path__, "begegnung.model."):
    if module.name.endswith("errors"):
        importlib.import_module(module.name)

SIMPLE: dict[object, object] = {
    str: "Beispiel",
    int: 1_065_998_880,  # also a moment of the programme: minutes since the year 1
    float: 2.0,
    bool: True,
    bytes: b"",
    date: date(2026, 11, 22),
    datetime: datetime(2026, 11, 22, 9, 30),  # noqa: DTZ001 the programme's times have no zone
    time: time(9, 30),
    Path: Path("Daten"),
    object: "Beispiel",
    Any: "Beispiel",
}


def kinds(family: type[Exception]) -> list[type[Exception]]:
    """All classes below `family` that the modules of errors define."""
    below = [kind for child in family.__subclasses__() for kind in (child, *kinds(child))]
    return [kind for kind in below if kind.__module__.startswith("begegnung.model.")]


def sample(hint: Any) -> Any:
    """Some value of the annotated type."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, types.UnionType):
        return sample(next(a for a in arguments if a is not type(None)))
    if origin in (tuple, list, set, frozenset):
        return origin(sample(a) for a in arguments if a is not Ellipsis)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return next(iter(hint))
    return example(hint)


def example(kind: type[Any]) -> Any:
    """An object of this dataclass or named tuple with a sample in every field."""
    hints = typing.get_type_hints(kind)
    if issubclass(kind, tuple):
        names = list(hints)
    else:
        assert dataclasses.is_dataclass(kind), f"{kind.__name__} is not a dataclass"
        names = [f.name for f in dataclasses.fields(kind) if f.init]
    return kind(**{name: sample(hints[name]) for name in names})


@pytest.mark.parametrize(
    "kind", [*kinds(errors.Refusal), *kinds(errors.Trouble)], ids=lambda kind: kind.__name__
)
def test_every_refusal_and_trouble_is_worded(kind: type[Exception]) -> None:
    sentence = german(example(kind))

    assert sentence.strip().endswith((".", "?", "!", ":", "“"))
    assert kind.__name__ not in sentence
    assert "{" not in sentence


def test_no_two_of_them_say_the_same() -> None:
    sentences = [german(example(k)) for k in (*kinds(errors.Refusal), *kinds(errors.Trouble))]

    assert len(set(sentences)) == len(sentences)
