"""What a file says about itself: XMP for both standards, and the colour profile PDF/A asks for."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms

from .structure import Written

_UA_SCHEMA = (
    '<rdf:Description rdf:about=""'
    ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA part</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
)
_PROFILE_DATE = slice(24, 36)


@dataclass(frozen=True, slots=True)
class About:
    """Title, author and subject of a document; `program` made it."""

    title: str
    author: str
    subject: str
    program: str


def _xmp(about: About, date: str, producer: str) -> bytes:
    title, author, subject, program = (
        escape(text) for text in (about.title, about.author, about.subject, about.program)
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {_NAMESPACES}>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{subject}</rdf:li></rdf:Alt></dc:description>"
        f"<xmp:CreatorTool>{program}</xmp:CreatorTool>"
        f"<pdf:Producer>{escape(producer)}</pdf:Producer>"
        f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
        "<pdfuaid:part>1</pdfuaid:part>"
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        f"</rdf:Description>{_UA_SCHEMA}</rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


@lru_cache(maxsize=1)
def _colour_profile() -> bytes:
    """The sRGB profile, compressed; without the moment it was made, so that files stay equal."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"
    return zlib.compress(bytes(profile), 9)


def _stream(dictionary: bytes, content: bytes) -> bytes:
    head = b"<<%s/Length %d>>\nstream\n" % (dictionary, len(content))
    return head + content + b"\r\nendstream"


def add_metadata(document: Any, about: About) -> None:
    """Adds XMP and the colour profile to a ReportLab `PDFDocument`, with its own dates."""
    stamp = document._timeStamp  # noqa: SLF001 - ReportLab shows the date nowhere else
    year, month, day, hour, minute, second = stamp.YMDhms[:6]
    date = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}"
    date += f"{stamp.dhh:+03d}:{abs(stamp.dmm):02d}"
    xmp = _xmp(about, date, str(document.info.producer))
    document.Catalog.Metadata = Written(lambda: _stream(b"/Type/Metadata/Subtype/XML", xmp))
    profile = document.Reference(
        Written(lambda: _stream(b"/N 3/Filter/FlateDecode", _colour_profile()))
    )
    number = document.idToObjectNumberAndVersion[profile.name][0]
    document.Catalog.OutputIntents = Written(
        lambda: (
            b"[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
            b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>]" % number
        )
    )
