"""`begegnung share`: founding the exchange, letting PCs in, locking them out, recovering."""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import Any

from begegnung.cli.opening import desk_of, folder_of
from begegnung.cli.outcome import DONE, INCOMPLETE, TROUBLE, Result, Values
from begegnung.model.errors import Invalid
from begegnung.model.key_errors import NoSuchRequest, WordsDiffer
from begegnung.texts import counted, german
from begegnung.texts.keys import DEVICE_ROLES

_LOOKS_EVERY = 5.0
"""Seconds between two looks for an answer."""


def add_commands(found: Any, parser_class: type[Any], shared: Callable[[], Any]) -> None:
    """Adds the commands to the parser of all commands."""
    about = found.add_parser("share", help="Wer am Abgleich teilnimmt")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )

    def add(name: str, text: str, command: Callable[[Any], Result]) -> Any:
        sub = kinds.add_parser(name, help=text, description=text, parents=[shared()])
        sub.add_argument("--share", default="", metavar="DIR", help="sonst der gewählte Ordner")
        sub.set_defaults(command=command)
        return sub

    founding = add("create", "Den Abgleich in einem leeren Ordner einrichten", create)
    founding.add_argument(
        "--recovery-file", type=Path, required=True, metavar="DATEI", help="wird neu geschrieben"
    )
    founding.add_argument(
        "--sheet", type=Path, required=True, metavar="DATEI", help="Wiederherstellungsblatt (PDF)"
    )
    founding.add_argument("--passphrase-file", type=Path, metavar="DATEI", help="sonst gefragt")
    joining = add("join", "Für diesen PC die Freigabe erbitten", join)
    joining.add_argument(
        "--wait", type=float, default=0, metavar="SEKUNDEN", help="auf die Freigabe warten"
    )
    files = joining.add_mutually_exclusive_group()
    files.add_argument("--output", type=Path, metavar="DATEI", help="Anfrage als Datei schreiben")
    files.add_argument("--answer", type=Path, metavar="DATEI", help="Antwort einlesen")
    _add_approving(add("approve", "Einen anderen PC freigeben", approve))
    revoking = add("revoke", "Einen PC sperren", revoke)
    revoking.add_argument("--device", required=True, metavar="PC", help="Name oder Kennung")
    add_recovery(revoking, required=False)
    recovering = add("recover", "Mit den Schlüsseln der Stadt wiederherstellen", recover)
    recovering.add_argument(
        "--house", default="", metavar="NAME", help="Haus, wenn dieser PC noch keines hat"
    )
    add_recovery(recovering, required=True)
    add("refill", "Einen geleerten Ordner wieder einrichten und füllen", refill)
    add("status", "Wer teilnimmt, wer wartet, welche Schlüssel gelten", status)


def _add_approving(approving: Any) -> None:
    approving.add_argument("--device", default="", metavar="PC", help="Kennung; ohne: Liste")
    approving.add_argument("--words", default="", metavar="WÖRTER", help="die sechs Wörter")
    approving.add_argument("--house", default="", metavar="NAME", help="Haus eines PCs ohne Haus")
    approving.add_argument("--role", choices=tuple(DEVICE_ROLES), help="was der PC darf")
    approving.add_argument("--request", type=Path, metavar="DATEI", help="Anfrage als Datei")
    approving.add_argument("--output", type=Path, metavar="DATEI", help="Antwort als Datei")


def add_recovery(parser: Any, *, required: bool) -> None:
    """The options for the keys of the city, see `seed_of`."""
    keys = parser.add_mutually_exclusive_group(required=required)
    keys.add_argument("--recovery-file", type=Path, metavar="DATEI")
    keys.add_argument("--recovery-words", type=Path, metavar="DATEI", help="die 27 Wörter")
    parser.add_argument("--passphrase-file", type=Path, metavar="DATEI", help="sonst gefragt")


def create(options: Any) -> Result:
    """Founds the exchange; writes recovery file and sheet."""
    from begegnung.services.documents import write_pdf
    from begegnung.services.founding import found_exchange

    passphrase = _passphrase(options.passphrase_file, twice=True)
    with closing(desk_of(options)) as desk:
        share = _share(options)
        founded = found_exchange(desk, folder_of(options), share, passphrase, options.recovery_file)
        _keep_share(options, share)
        write_pdf(options.sheet, founded.sheet())
    values: Values = {
        "repository": founded.repository,
        "recovery_file": str(options.recovery_file),
        "sheet": str(options.sheet),
        **_run_values(founded.outcome),
    }
    text = (
        f"Der Abgleich ist eingerichtet: {share}. Bitte {options.sheet} zweimal drucken, in "
        "Umschlägen an zwei Orten verwahren und die Datei danach löschen."
    )
    return _ended(founded.outcome, values, text)


def join(options: Any) -> Result:
    """Asks for approval, by the share or by files."""
    from begegnung.services.joining import ask_by_file, ask_to_join, take_answer

    folder = folder_of(options)
    with closing(desk_of(options)) as desk:
        if options.output is not None:
            device = ask_by_file(desk, folder, options.output)
            text = (
                f"Anfrage geschrieben: {options.output}. Bitte zu einem PC tragen, der freigeben "
                "darf, dort mit „share approve --request“ beantworten und die Antwort mit "
                "„share join --answer“ einlesen."
            )
            return DONE, {"device": device, "file": str(options.output)}, text
        share = _share(options)
        if options.answer is not None:
            take_answer(desk, folder, options.answer)
            _keep_share(options, share)
            return _joined(options, desk, share)
        asked = ask_to_join(desk, folder, share)
        _keep_share(options, share)
        _announce(options, asked.words)
        return _wait(options, desk, share, {"device": asked.device, "words": list(asked.words)})


def _announce(options: Any, words: tuple[str, ...]) -> None:
    """Says the words before the waiting begins: somebody is on the telephone."""
    if not options.json:
        print("Bitte am Telefon vergleichen: " + "  ".join(words), flush=True)


def _wait(options: Any, desk: Any, share: str, asked: Values) -> Result:
    from begegnung.services.exchange import sync_now
    from begegnung.services.joining import is_approved_now

    until = time.monotonic() + options.wait
    while True:
        left = until - time.monotonic()
        if left <= 0:
            text = "Die Freigabe steht noch aus. Danach geht der Abgleich von selbst."
            return INCOMPLETE, {**asked, "approved": False}, text
        time.sleep(min(_LOOKS_EVERY, left))
        if is_approved_now(desk, folder_of(options), share):
            outcome = sync_now(desk, folder_of(options), share)
            values = {**asked, "approved": True, **_run_values(outcome)}
            return _ended(outcome, values, _belongs(desk))


def _joined(options: Any, desk: Any, share: str) -> Result:
    """The first run after an answer, where the share can be reached."""
    from begegnung.services.exchange import sync_now

    if not share:
        return DONE, {"approved": True}, "Die Antwort ist eingelesen. Der Abgleich kann beginnen."
    outcome = sync_now(desk, folder_of(options), share)
    return _ended(outcome, {"approved": True, **_run_values(outcome)}, _belongs(desk))


def approve(options: Any) -> Result:
    """Approves a PC; without one, lists those who wait."""
    from begegnung.services.houses import centre_named
    from begegnung.services.joining import Approval, approve_file
    from begegnung.services.joining import approve as approve_one

    if (options.request is None) != (options.output is None):
        raise Invalid("answer" if options.output is None else "request", "missing")
    folder = folder_of(options)
    with closing(desk_of(options)) as desk:
        house = desk.read(centre_named, options.house).id if options.house else ""
        if options.request is not None:
            done = approve_file(desk, folder, options.request, options.output, options.role, house)
            text = f"Freigegeben. Antwort: {options.output}. Bitte jetzt abgleichen."
            return DONE, _approved_values(done), text
        share = _share(options)
        if not options.device:
            return _waiting(desk, folder, share)
        words = options.words or _confirmed_words(options, desk, folder, share)
        approval = Approval(options.device, words, options.role, house)
        done = approve_one(desk, folder, share, approval)
    values = {**_approved_values(done), **_run_values(done.outcome)}
    return _ended(done.outcome, values, f"Freigegeben: {done.device}.")


def _confirmed_words(options: Any, desk: Any, folder: Path, share: str) -> str:
    """The words on this screen, once somebody has said that the other one shows the same."""
    from begegnung.services.joining import waiting_pcs

    if options.json or not sys.stdin.isatty():
        raise Invalid("words", "missing")
    asking = [pc for pc in waiting_pcs(desk, folder, share) if pc.device == options.device]
    if not asking:
        raise NoSuchRequest(options.device)
    print("  ".join(asking[0].words))
    answer = input("Zeigt der andere PC dieselben sechs Wörter? (ja/nein) ")
    if answer.strip().casefold() not in ("j", "ja"):
        raise WordsDiffer
    return " ".join(asking[0].words)


def _waiting(desk: Any, folder: Path, share: str) -> Result:
    from begegnung.services.joining import waiting_pcs

    waiting = waiting_pcs(desk, folder, share)
    values = {"waiting": [{**pc._asdict(), "words": list(pc.words)} for pc in waiting]}
    if not waiting:
        return DONE, values, "Kein PC wartet auf die Freigabe."
    return DONE, values, "\n".join(_waiting_line(pc) for pc in waiting)


def _waiting_line(pc: Any) -> str:
    house = pc.house_name or ("ein neues Haus" if pc.house else "noch ohne Haus")
    return f"{pc.device} ({house}): {'  '.join(pc.words)}"


def revoke(options: Any) -> Result:
    """Locks out a PC."""
    from begegnung.services.revoking import revoke as lock_out

    seed = seed_of(options) if options.recovery_file or options.recovery_words else None
    with closing(desk_of(options)) as desk:
        outcome = lock_out(desk, folder_of(options), _share(options), options.device, seed)
    text = f"Gesperrt: {options.device}. Ab sofort gelten neue Schlüssel."
    return _ended(outcome, {"device": options.device, **_run_values(outcome)}, text)


def recover(options: Any) -> Result:
    """Makes this PC one of the city again."""
    from begegnung.services.founding import recover as come_back

    seed = seed_of(options)
    with closing(desk_of(options)) as desk:
        share = _share(options)
        outcome = come_back(desk, folder_of(options), share, seed, options.house)
        _keep_share(options, share)
    text = "Dieser PC ist wieder ein PC der Stadt und kann alle anderen freigeben."
    return _ended(outcome, _run_values(outcome), text)


def refill(options: Any) -> Result:
    """Makes a folder without its mark the shared folder again, and puts back what this PC has."""
    from begegnung.services.exchange import sync_now

    with closing(desk_of(options)) as desk:
        share = _share(options)
        outcome = sync_now(desk, folder_of(options), share, put_mark_back=True)
        _keep_share(options, share)
    text = f"Wieder eingerichtet: {share}. Bitte jetzt an jedem PC abgleichen."
    return _ended(outcome, _run_values(outcome), text)


def status(options: Any) -> Result:
    """Says who takes part."""
    from begegnung.services.joining import waiting_pcs
    from begegnung.services.share_status import share_status

    folder = folder_of(options)
    with closing(desk_of(options)) as desk:
        found = share_status(desk, folder)
        asked = found.state == "member" and found.role != "pc"
        waiting = waiting_pcs(desk, folder, _share(options)) if asked else ()
    values: Values = {
        "state": found.state,
        "words": list(found.words),
        "role": found.role,
        "house": found.house,
        "pcs": [pc._asdict() for pc in found.pcs],
        "waiting": [{**pc._asdict(), "words": list(pc.words)} for pc in waiting],
        "epochs": [epoch._asdict() for epoch in found.epochs],
    }
    return DONE, values, "\n".join(_status_lines(found, waiting))


_STATES = {
    "none": "Dieser PC nimmt am Abgleich noch nicht teil.",
    "asked": "Dieser PC wartet auf die Freigabe.",
    "member": "Dieser PC nimmt am Abgleich teil.",
    "revoked": "Dieser PC ist gesperrt.",
}


def _status_lines(found: Any, waiting: Any) -> list[str]:
    lines = [_STATES[found.state]]
    if found.words:
        lines.append("Bitte am Telefon vergleichen: " + "  ".join(found.words))
    for pc in found.pcs:
        seen = "" if pc.last_seen_ms is None else f", zuletzt {_day(pc.last_seen_ms)}"
        locked = ", GESPERRT" if pc.revoked else ""
        own = ", dieser PC" if pc.own else ""
        where = pc.house_name or pc.house or "ohne Haus"
        name = pc.name or pc.device
        lines.append(f"{name} ({where}): {DEVICE_ROLES[pc.role]}{seen}{locked}{own}")
    lines += [f"Wartet: {_waiting_line(pc)}" for pc in waiting]
    if found.epochs:
        lines.append(f"{counted(len(found.epochs), 'Schlüssel', 'Schlüssel')} bekannt.")
    return lines


def _day(at_ms: int) -> str:
    from begegnung.services.present import today_of

    return f"{today_of(at_ms):%d.%m.%Y}"


def _share(options: Any) -> str:
    """The folder of --share, else the chosen one, from wherever the next call is made."""
    from begegnung.settings import load_settings

    if options.share.strip():
        return str(Path(options.share).absolute())
    return load_settings(folder_of(options)).share


def _keep_share(options: Any, share: str) -> None:
    from begegnung.settings import load_settings, save_settings

    folder = folder_of(options)
    settings = load_settings(folder)
    if share and settings.share != share:
        save_settings(folder, replace(settings, share=share))


def _passphrase(file: Path | None, *, twice: bool) -> str:
    """The passphrase from a file (one line), else asked for without showing it."""
    if file is not None:
        return _text_in(file).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Invalid("passphrase", "missing")
    typed = getpass("Kennwort der Wiederherstellungsdatei: ")
    if twice and getpass("Noch einmal: ") != typed:
        raise Invalid("passphrase", "differs")
    return typed


def _text_in(file: Path) -> str:
    from begegnung.model.errors import FileUnreadable

    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileUnreadable(str(file), "missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(str(file), "folder" if file.is_dir() else "other") from error


def seed_of(options: Any) -> bytes:
    """The keys of the city, from the recovery file or the 27 words."""
    from begegnung.exchange.words import seed_from_words
    from begegnung.services.founding import seed_in_file

    if options.recovery_words is not None:
        return seed_from_words(_text_in(options.recovery_words))
    passphrase = _passphrase(options.passphrase_file, twice=False)
    return seed_in_file(options.recovery_file, passphrase)


def _approved_values(done: Any) -> Values:
    return {"device": done.device, "house": done.house, "role": done.role}


def _run_values(outcome: Any) -> Values:
    from begegnung.services.exchange import outcome_values

    return outcome_values(outcome)


def _belongs(desk: Any) -> str:
    from begegnung.services.joining import house_name

    name = desk.read(house_name, desk.centre_id or "")
    return f"Dieser PC gehört jetzt zu: {name}." if name else "Dieser PC nimmt am Abgleich teil."


def _ended(outcome: Any, values: Values, text: str) -> Result:
    """Exit code and words by how the run behind a command went."""
    if outcome.trouble is not None:
        return TROUBLE, values, german(outcome.trouble)
    if not outcome.complete:
        return INCOMPLETE, values, f"{text} Noch nicht alles ist angekommen."
    return DONE, values, text
