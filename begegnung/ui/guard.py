"""Keeps exceptions from leaving overridden virtual methods of Qt.

An exception that leaves a Python override called by C++ inside a call from Python can end the
process. Every override carries this decorator; a test checks that none is forgotten.
"""

import functools
import sys
from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def guarded(default: Any = None, factory: Callable[[], Any] | None = None) -> Callable[[F], F]:
    """Hands what the method raises to `sys.excepthook` and gives Qt a harmless value instead.

    The value is `default`, or what `factory` makes where Qt needs an object of its own.
    """

    def decorate(method: F) -> F:
        @functools.wraps(method)
        def safe(*args: Any, **kwargs: Any) -> Any:
            try:
                return method(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 whatever it is, it must not reach Qt
                sys.excepthook(type(error), error, error.__traceback__)
                return factory() if factory is not None else default

        return safe  # type: ignore[return-value]

    return decorate
