"""Every paper of every case, held against PDF/UA-1 and PDF/A-2a with veraPDF.

`python3 dev.py release` starts this as `python -m tests.release.validate JAVA JAR`: JAVA is that of
a JDK 17 or newer, JAR the one that holds the library of veraPDF. Ends with 1 where a paper fails,
and also where the validator lets a file pass that has no structure at all: it would find nothing.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

DRIVER = Path(__file__).with_name("ValidatePapers.java")


def validate(java: str, jar: str, folder: Path, *, quietly: bool = False) -> int:
    """What the driver ends with for the PDFs below `folder`; it is compiled when it is started."""
    command = [java, "-Xshare:auto", "-cp", jar, str(DRIVER), str(folder)]
    return subprocess.run(command, capture_output=quietly, check=False).returncode


def write_untagged(file: Path) -> None:
    """A file as ReportLab writes it by itself."""
    canvas = Canvas(str(file))
    canvas.drawString(72, 720, "Ohne Struktur")
    canvas.save()


def main(java: str, jar: str) -> int:
    """Try the validator, write the papers, and validate them."""
    with tempfile.TemporaryDirectory() as made:
        bad, papers = Path(made) / "bad", Path(made) / "papers"
        bad.mkdir()
        write_untagged(bad / "untagged.pdf")
        if validate(java, jar, bad, quietly=True) != 1:
            sys.stderr.write("The validator did not refuse a file without structure.\n")
            validate(java, jar, bad)
            return 1
        sys.stdout.write("Writing every paper ...\n")
        sys.stdout.flush()
        write = [sys.executable, "-m", "tests.papers.write", str(papers)]
        subprocess.run(write, check=True)
        return validate(java, jar, papers)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
