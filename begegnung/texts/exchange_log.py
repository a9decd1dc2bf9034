"""The log of the exchange as a text file for the IT: no names of people, no names of PCs."""

from typing import TYPE_CHECKING

from begegnung.services.present import local_now
from begegnung.texts.exchange_state import (
    headline,
    pc_chip,
    remark_text,
    run_chip,
    run_detail,
    waiting_text,
)

if TYPE_CHECKING:
    from begegnung.services.exchange_page import Overview, PcRow, Remark
    from begegnung.services.exchange_runs import RunLine


def log_text(view: "Overview", share: str, now_ms: int, version: str) -> str:
    """Everything the page knows, in lines: state, remarks, PCs by identifier, runs with counts.

    PCs often bear the name of somebody, as folders do; neither is in it.
    """
    lines = [
        f"Protokoll des Abgleichs, {_moment(now_ms)}",
        f"Begegnung {version}",
        "",
        headline(view, share, now_ms)[0],
        waiting_text(view),
        *(f"- {text}" for text in map(_remark, view.remarks) if text),
        "",
        "PCs:",
        *(_pc(pc) for pc in view.pcs),
        "",
        "Läufe:",
        *(_run(run) for run in view.runs),
    ]
    return "\r\n".join(lines) + "\r\n"


def _remark(remark: "Remark") -> str:
    return remark_text(remark._replace(name="") if remark.kind == "away" else remark)[0]


def _moment(at_ms: int) -> str:
    return f"{local_now(at_ms):%d.%m.%Y %H:%M}"


def _pc(pc: "PcRow") -> str:
    seen = "nie" if pc.seen_ms is None else _moment(pc.seen_ms)
    own = " (dieser PC)" if pc.own else ""
    role = pc.role or "ohne Abgleich"
    house = pc.house or "keines"
    return f"- {pc.device}{own}: Haus {house}, {role}, {pc_chip(pc)[0]}, zuletzt {seen}"


def _run(run: "RunLine") -> str:
    counts = ", ".join(f"{kind} {number}" for kind, number in run.findings.items() if number)
    times = f", {run.times} Versuche seit {_moment(run.first_ms)}" if run.times > 1 else ""
    found = f" [{counts}]" if counts else ""
    return f"- {_moment(run.at_ms)}: {run_chip(run)[0]}{times}, {run_detail(run)}{found}"
