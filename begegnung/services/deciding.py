"""Who may decide about PCs at this desk."""

from begegnung.model.roles import who_may
from begegnung.model.staff_errors import NotAllowed
from begegnung.services.desk import Desk

DECIDE = "joining.decide"
"""The permission to found an exchange, to approve and to lock out PCs."""


def require_may_decide(desk: Desk) -> None:
    """Raises `NotAllowed` when the signed-in user may not decide about PCs."""
    if not desk.may(DECIDE):
        raise NotAllowed(DECIDE, tuple(sorted(who_may(DECIDE))))
