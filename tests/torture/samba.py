"""A Samba server of our own on the loopback device, with everything it keeps in one folder.

It uses `smbd` if the system has it and installs nothing. It needs root, as every Samba server does;
no service of the system is started or touched.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

USER, PASSWORD = "root", "Abgleich-2026"
HOST = "127.0.0.1"

_PATIENCE = 20.0
_ESTABLISHED = "01"

_CONFIGURATION = """\
[global]
  workgroup = BEGEGNUNG
  server role = standalone server
  passdb backend = tdbsam:{state}/passdb.tdb
  private dir = {state}
  state directory = {state}
  lock directory = {state}
  cache directory = {state}
  pid directory = {state}
  ncalrpc dir = {state}/ncalrpc
  log file = {state}/log
  log level = 0
  interfaces = {host}
  bind interfaces only = yes
  smb ports = {port}
  disable netbios = yes
  load printers = no
  disable spoolss = yes
  strict sync = yes
  server min protocol = SMB3
"""
_SHARE = """\
[{name}]
  path = {path}
  read only = {read_only}
"""


def why_no_samba() -> str | None:
    """What keeps this computer from running the server, None if nothing does."""
    if sys.platform == "win32":
        return "Samba does not run on Windows"
    if _programme("smbd") is None or _programme("smbpasswd") is None:
        return "smbd is not installed (Debian and Ubuntu: apt-get install samba)"
    if os.geteuid() != 0:
        return "only root can run a Samba server"
    return None


def _programme(name: str) -> str | None:
    """Debian keeps servers where the path of an ordinary user does not lead."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class Samba:
    """A running server. `folder` holds the shares `bz` (writable) and others made by `share`."""

    def __init__(self, folder: Path, port: int, process: subprocess.Popen[bytes]) -> None:
        self.folder = folder
        self.port = port
        self.process = process
        self._shares: dict[str, tuple[Path, bool]] = {}

    def share(self, name: str, path: Path, *, read_only: bool = False) -> None:
        """Shares `path` from now on, for those who connect from now on."""
        self._shares[name] = (path, read_only)
        path.mkdir(parents=True, exist_ok=True)
        _write_configuration(self.folder, self.port, self._shares)

    def kill_sessions(self) -> int:
        """Kills the processes that serve connected clients; gives how many there were."""
        sessions = self.sessions()
        for pid in sessions:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(sessions)

    def sessions(self) -> list[int]:
        """The children of the server that hold a connection to a client."""
        sockets = _connected_sockets(self.port)
        return [pid for pid in self._children() if sockets & _open_files(pid)]

    def _children(self) -> list[int]:
        pid = self.process.pid
        return [
            int(n)
            for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        ]

    def stop(self) -> None:
        """Ends the server and its sessions."""
        if self.process.stdin:
            self.process.stdin.close()
        for what in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, what)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
                return

    def restart(self) -> None:
        """Ends it and starts it again, with the same shares on the same port."""
        self.stop()
        self.process = _started(self.folder)
        _wait_until_it_answers(self)


@contextmanager
def running_samba(folder: Path) -> Iterator[Samba]:
    """A server that keeps its state in `folder`, on a port that was free, until the end."""
    (folder / "state").mkdir(parents=True)
    port = _free_port()
    _write_configuration(folder, port, {})
    configuration = str(folder / "smb.conf")
    subprocess.run(
        [str(_programme("smbpasswd")), "-c", configuration, "-s", "-a", USER],
        input=f"{PASSWORD}\n{PASSWORD}\n".encode(),
        check=True,
        capture_output=True,
    )
    samba = Samba(folder, port, _started(folder))
    try:
        _wait_until_it_answers(samba)
        yield samba
    finally:
        samba.stop()


def _started(folder: Path) -> subprocess.Popen[bytes]:
    """The server as a process, the leader of a group of its own with all its children.

    It ends when its input is closed: so it does not outlive us, whatever happens to us.
    """
    command = [str(_programme("smbd")), "-F", "--no-process-group", "-s", str(folder / "smb.conf")]
    with (folder / "output").open("wb") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def _write_configuration(folder: Path, port: int, shares: dict[str, tuple[Path, bool]]) -> None:
    text = _CONFIGURATION.format(state=folder / "state", host=HOST, port=port)
    for name, (path, read_only) in shares.items():
        text += _SHARE.format(name=name, path=path, read_only="yes" if read_only else "no")
    draft = folder / "smb.conf.new"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / "smb.conf")


def _wait_until_it_answers(samba: Samba) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and samba.process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, samba.port), 1):
            return
        time.sleep(0.02)
    output = (samba.folder / "output").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"smbd does not answer: {output[-500:]}")


def _connected_sockets(port: int) -> set[str]:
    """The sockets on this side of connections to `port`, as links in /proc name them."""
    lines = [
        line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    ]
    return {
        f"socket:[{fields[9]}]"
        for fields in lines
        if fields[3] == _ESTABLISHED and int(fields[1].partition(":")[2], 16) == port
    }


def _open_files(pid: int) -> set[str]:
    found: set[str] = set()
    with suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(str(link.readlink()))
    return found
