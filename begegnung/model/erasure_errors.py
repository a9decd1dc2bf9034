"""What can be refused when somebody is to be erased."""

from dataclasses import dataclass
from datetime import date

from begegnung.model.errors import Refusal


@dataclass
class KeptByLaw(Refusal):
    """Of this person `entries` of the ledger have to be kept until the day `until`.

    She can be blocked instead (Art. 18 DSGVO).
    """

    person: str
    entries: int
    until: date
