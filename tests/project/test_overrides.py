"""An exception that leaves a Python override of a Qt virtual method can end the whole process."""

import ast
import re
from functools import cache

from PySide6 import QtCore, QtGui, QtNetwork, QtPrintSupport, QtSvg, QtWidgets

from tests.project.source_tree import Source, sources

QT_MODULES = (QtCore, QtGui, QtWidgets, QtPrintSupport, QtSvg, QtNetwork)
QT_CLASS = re.compile(r"Q[A-Z]\w*")


def last_name(node: ast.expr) -> str:
    """`QWidget` for `QWidget`, `QtWidgets.QWidget` and `Page[QWidget]`; "" for anything else."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value) | ast.Call(func=value):
            return last_name(value)
        case _:
            return ""


def qt_ancestors(name: str, own: dict[str, ast.ClassDef]) -> list[type]:
    """The Qt classes that the class called `name` descends from, by the names in the source."""
    if name in own:
        bases = map(last_name, own[name].bases)
        return [ancestor for base in bases if base != name for ancestor in qt_ancestors(base, own)]
    if QT_CLASS.fullmatch(name):
        return [getattr(module, name) for module in QT_MODULES if hasattr(module, name)]
    return []


def unguarded(node: ast.ClassDef, own: dict[str, ast.ClassDef]) -> list[str]:
    """The methods of this class that hide a method of Qt and are not guarded."""
    ancestors = qt_ancestors(node.name, own)
    return [
        method.name
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and not method.name.startswith("_")
        and any(method.name in dir(ancestor) for ancestor in ancestors)
        and not {"guarded", "property", "staticmethod"} & set(map(last_name, method.decorator_list))
    ]


@cache
def classes() -> tuple[tuple[Source, ast.ClassDef], ...]:
    """Every class of the window, with its file."""
    return tuple(
        (source, node)
        for source in sources("begegnung/ui")
        for node in source.nodes
        if isinstance(node, ast.ClassDef)
    )


def test_every_override_of_a_qt_method_is_guarded() -> None:
    own = {node.name: node for _, node in classes()}
    found = [
        f"{source.name}: {node.name}.{method}"
        for source, node in classes()
        for method in unguarded(node, own)
    ]

    assert found == []


def test_an_override_without_guard_would_be_found_through_own_classes() -> None:
    tree = ast.parse(
        "class Plan(QtWidgets.QListView):\n"
        "    @guarded(default=None)\n"
        "    def paintEvent(self, event): ...\n"
        "    def entries(self): ...\n"
        "class WeekPlan(Plan):\n"
        "    def sizeHint(self): ...\n"
    )
    own = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}

    assert [unguarded(node, own) for node in own.values()] == [[], ["sizeHint"]]
