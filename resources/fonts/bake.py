"""Makes the font files of this folder from the published ones.

    npm pack @expo-google-fonts/fira-sans @expo-google-fonts/noto-sans \
             @expo-google-fonts/noto-sans-symbols-2 @expo-google-fonts/atkinson-hyperlegible-next
    (unpack each archive into a folder of the same name)
    python resources/fonts/bake.py FOLDER

What changes: the digits of Fira Sans become the tabular ones, so that times stand in columns in
every program; scripts nobody prints here are left out, with the layout tables ReportLab does not
read. Outlines and names stay as they are (none of the licences reserves a font name).
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

# Latin with all its extensions, Greek, Cyrillic, punctuation, currency, arrows, numbers.
LETTERS = [
    *range(0x0020, 0x0590),
    *range(0x1E00, 0x2000),
    *range(0x2000, 0x2070),
    *range(0x2070, 0x20D0),
    *range(0x2100, 0x2200),
    *range(0x2200, 0x2270),
    *range(0xFB00, 0xFB07),
]
# Technical signs, shapes, dingbats, and the pictures people paste from their telephones; the blank
# ends a line.
SIGNS = [0x0020, *range(0x2300, 0x2400), *range(0x25A0, 0x27C0), *range(0x1F300, 0x1F700)]

FIRA = {
    "Regular": "400Regular",
    "Medium": "500Medium",
    "SemiBold": "600SemiBold",
    "Bold": "700Bold",
    "ExtraBold": "800ExtraBold",
}
ATKINSON = {"Regular": "400Regular", "SemiBold": "600SemiBold", "Bold": "700Bold"}


def tabular_digits(font: TTFont) -> None:
    """Points the characters of the digits at the glyphs of the feature `tnum`."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    same_width: dict[str, str] = {}
    for index in lookups:
        for found in table.LookupList.Lookup[index].SubTable:
            same_width.update(getattr(getattr(found, "ExtSubTable", found), "mapping", {}))
    for characters in font["cmap"].tables:
        if characters.isUnicode():
            for code, glyph in list(characters.cmap.items()):
                if chr(code) in "0123456789":
                    characters.cmap[code] = same_width.get(glyph, glyph)
    best = font.getBestCmap()
    widths = {font["hmtx"][best[ord(digit)]][0] for digit in "0123456789"}
    if len(widths) != 1:
        raise SystemExit(f"the digits have several widths: {sorted(widths)}")


def only(font: TTFont, codes: list[int]) -> None:
    """Leaves out every character that is not among `codes`, and the layout tables."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "STAT"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.glyph_names = False
    cut = subset.Subsetter(options)
    cut.populate(unicodes=codes)
    cut.subset(font)


def write(font: TTFont, name: str) -> None:
    """Saves the font under `name` with its own date, so that the same input gives the same file."""
    font.recalcTimestamp = False
    font.save(HERE / name)


def main() -> None:
    """Bakes every font and copies the licences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the unpacked npm packages lie")
    folder: Path = parser.parse_args().folder

    def opened(package: str, family: str, weight: str) -> TTFont:
        file = folder / package / "package" / weight / f"{family}_{weight}.ttf"
        return TTFont(file, recalcTimestamp=False)

    for name, weight in FIRA.items():
        font = opened("fira-sans", "FiraSans", weight)
        tabular_digits(font)
        only(font, LETTERS)
        write(font, f"FiraSans-{name}.ttf")
    noto = opened("noto-sans", "NotoSans", "400Regular")
    only(noto, LETTERS)
    write(noto, "NotoSans-Regular.ttf")
    signs = opened("noto-sans-symbols-2", "NotoSansSymbols2", "400Regular")
    only(signs, SIGNS)
    write(signs, "NotoSansSymbols2-Regular.ttf")
    for name, weight in ATKINSON.items():
        window = opened("atkinson-hyperlegible-next", "AtkinsonHyperlegibleNext", weight)
        write(window, f"AtkinsonHyperlegibleNext-{name}.ttf")
    for package, licence in {
        "fira-sans": "OFL-FiraSans.txt",
        "noto-sans": "OFL-NotoSans.txt",
        "noto-sans-symbols-2": "OFL-NotoSansSymbols2.txt",
        "atkinson-hyperlegible-next": "OFL-AtkinsonHyperlegibleNext.txt",
    }.items():
        text = (folder / package / "package" / "LICENSE_FONT").read_text(encoding="utf-8")
        (HERE / licence).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
