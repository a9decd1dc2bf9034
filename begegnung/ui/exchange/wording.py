"""PCs and runs of the exchange as entries of lists."""

from datetime import datetime

from begegnung.services.exchange_page import PcRow
from begegnung.services.exchange_runs import RunLine
from begegnung.texts.exchange_state import (
    pc_chip,
    pc_detail,
    pc_title,
    run_chip,
    run_detail,
    run_times,
)
from begegnung.ui.widgets.lines import Line


def pc_line(pc: PcRow, now: datetime) -> Line:
    """A PC of the exchange; one that was locked out is faded."""
    chip, tone = pc_chip(pc)
    faded = pc.state == "revoked"
    return Line(pc.device, pc_title(pc), pc_detail(pc, now), chip, tone, faded=faded, subject=pc)


def run_line(run: RunLine, now: datetime) -> Line:
    """An earlier run in the log."""
    chip, tone = run_chip(run)
    return Line(str(run.at_ms), run_times(run, now), run_detail(run), chip, tone)
