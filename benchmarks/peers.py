"""One document by WeasyPrint or by Typst: `python peers.py TOOL SOURCE FONTS PDF`.

Runs in the environment of `requirements-comparison.lock` and imports nothing of the program. Prints
the seconds of one run as JSON; ends with 3 where the tool cannot
be loaded. Loading, the fonts and a short document go before and do not count. One run is one
process: a second run of the same text would take what Typst remembers of the first.
"""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

_SHORT = {
    "Typst": '#set text(font: "Fira Sans")\n#set document(title: "A")\n= A\nB *c*\n',
    "WeasyPrint": "<!DOCTYPE html><html lang=de><title>A</title><style>@font-face{font-family:P;"
    "src:url(FiraSans-Regular.ttf)}*{font-family:P}</style><h1>A</h1><p>B",
}


def _typst(fonts: Path) -> Callable[[str], bytes]:
    import typst  # pyright: ignore[reportMissingImports]

    # The constructor reads the fonts; it must be given a text.
    compiler = typst.Compiler(
        _SHORT["Typst"].encode(), font_paths=[str(fonts)], ignore_system_fonts=True
    )

    def made(text: str) -> bytes:
        return compiler.compile(input=text.encode(), format="pdf", pdf_standards=["ua-1"])

    return made


def _weasyprint(fonts: Path) -> Callable[[str], bytes]:
    import weasyprint  # pyright: ignore[reportMissingImports]
    from weasyprint.text.fonts import (  # pyright: ignore[reportMissingImports]
        FontConfiguration,
    )

    base = fonts.as_uri() + "/"

    def made(text: str) -> bytes:
        page = weasyprint.HTML(string=text, base_url=base)
        return page.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/ua-1") or b""

    return made


def main(arguments: list[str]) -> int:
    """Make the document once and say how long it took."""
    tool, source, fonts, pdf = arguments
    try:
        make = {"Typst": _typst, "WeasyPrint": _weasyprint}[tool](Path(fonts))
    except (ImportError, OSError) as error:
        print(error, file=sys.stderr)
        return 3
    make(_SHORT[tool])
    text = Path(source).read_text(encoding="utf-8")
    gc.collect()
    gc.disable()
    start = perf_counter()
    made = make(text)
    seconds = perf_counter() - start
    Path(pdf).write_bytes(made)
    print(json.dumps({"seconds": seconds}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
