"""Delivering: whatever the archive holds and the share does not is put there, own and foreign.

So a share that was wiped, rolled back or damaged becomes whole again from any PC that has been
there before. A bundle counts as delivered only when it has been read again from the share.
"""

from collections.abc import Mapping

from begegnung.exchange.bundle import hash_of
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.intake import Intake
from begegnung.exchange.layout import BundlePath
from begegnung.exchange.publish import Outcome, publish, set_aside
from begegnung.exchange.report import Finding
from begegnung.exchange.share import SharingViolation


def deliver(errand: Errand, intake: Intake) -> Steps[dict[str, str]]:
    """Publish what is missing in the scope of `intake`; gives path and hash of what was written."""
    written: dict[str, str] = {}
    ledger, scope = errand.ledger, intake.access.name
    device = ledger.device()
    for path, bundle in _by_path(ledger.archived(scope)):
        if path in intake.on_share:
            continue
        try:
            outcome = yield from _publish_bundle(errand, path, ledger.archived_bytes(bundle))
        except SharingViolation:
            outcome = Outcome.UNSURE
        if outcome is Outcome.WRITTEN:
            own = _is_own(path, device)
            errand.note(Finding.PUBLISHED if own else Finding.HEALED, path)
            written[path] = bundle
        elif outcome is Outcome.ALREADY:
            intake.on_share.add(path)
        else:
            errand.note(Finding.POSTPONED, path)
    return written


def _by_path(archived: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted((path, bundle) for bundle, path in archived.items())


def _publish_bundle(errand: Errand, path: str, data: bytes) -> Steps[Outcome]:
    outcome = yield from publish(errand, path, data)
    # The name holds the hash of `data`: whatever else lies there is damaged.
    if outcome is Outcome.OCCUPIED and (yield from set_aside(errand, path)):
        errand.note(Finding.DAMAGED, path)
        outcome = yield from publish(errand, path, data)
    return outcome


def verify(errand: Errand, intake: Intake, written: Mapping[str, str]) -> Steps[None]:
    """List the lanes again and read what was written; `on_share` grows by what is really there."""
    listed: set[str] = set()
    for lane in sorted({path.rpartition("/")[0] for path in written}):
        listed.update(f"{lane}/{entry.name}" for entry in (yield from errand.list(lane)))
    for path, bundle in written.items():
        if path in listed and (yield from _reads_as(errand, path, bundle)):
            intake.on_share.add(path)
            errand.note(Finding.VERIFIED, path)
        else:
            errand.note(Finding.UNVERIFIED, path)


def _reads_as(errand: Errand, path: str, bundle: str) -> Steps[bool]:
    try:
        return hash_of((yield from errand.read(path))) == bundle
    except (FileNotFoundError, SharingViolation):
        return False


def undelivered(errand: Errand, intake: Intake) -> int:
    """How many own bundles of the scope were not seen on the share in this run."""
    device = errand.ledger.device()
    archived = errand.ledger.archived(intake.access.name).values()
    return sum(_is_own(path, device) for path in archived if path not in intake.on_share)


def _is_own(path: str, device: str) -> bool:
    name = BundlePath.parse(path)
    return name is not None and name.device == device
