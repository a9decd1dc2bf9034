"""Who may do what at the desk: one table, asked at the one door (`Desk.act`).

The key is the name of a verb ("waiting.reorder"), of all verbs of a module ("staff.*"), or of a
permission that is no verb by itself ("bookings.overrule"). What is not named may be done by all:
a volunteer at the reception does the whole day alone.
"""

RECEPTION, MANAGER, ADMINISTRATION = "reception", "manager", "administration"

ROLES: dict[str, str] = {
    RECEPTION: "Empfang",
    MANAGER: "Leitung",
    ADMINISTRATION: "Verwaltung",
}
"""The German word of each role, in the order in which they are offered."""

ALL = frozenset(ROLES)
_MANAGER = frozenset({MANAGER})
_OFFICE = frozenset({MANAGER, ADMINISTRATION})

RIGHTS: dict[str, frozenset[str]] = {
    "agreements.*": _OFFICE,
    "bookings.overrule": _MANAGER,
    "cash_reports.cancel_report": _OFFICE,
    "erasure.*": _MANAGER,
    "clashes.clear_orphans": _MANAGER,
    "devices.name_pc": _MANAGER,
    "half_year.*": _OFFICE,
    "houses.*": _OFFICE,
    "house_look.*": _OFFICE,
    "houses.add_closure": ALL,
    "houses.remove_closure": ALL,
    "ical_import.*": _OFFICE,
    "joining.decide": _MANAGER,
    "month_closings.*": _OFFICE,
    "payments.refund": _OFFICE,
    "people.block_person": _MANAGER,
    "programme_import.*": _OFFICE,
    "reductions.*": _OFFICE,
    "school_holidays.*": _OFFICE,
    "staff.*": _MANAGER,
    "staff.change_pin": ALL,
    "tills.*": _MANAGER,
    "waiting.reorder": _MANAGER,
}
"""Verb or permission -> the roles that have it."""


def who_may(what: str) -> frozenset[str]:
    """The roles that may do `what`: by its own name, else by that of its module, else all."""
    module = what.partition(".")[0]
    return RIGHTS.get(what) or RIGHTS.get(f"{module}.*") or ALL


def may(role: str | None, what: str) -> bool:
    """Whether somebody of this role may do `what`; without a role (nobody signed in) everything."""
    return role is None or role in who_may(what)
