"""Tagged PDF with ReportLab: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one pass.

ReportLab draws pages but knows no logical structure. `TaggedCanvas` adds it while drawing: what is
drawn inside `tag(...)` belongs to an element of the structure tree, everything else is marked as
decoration. Nothing in here knows what is being printed: the folder can be used in other programs as
it is. `docs/tagging.md` shows how.
"""

from .canvas import TaggedCanvas
from .metadata import About
from .structure import ROLES, Element

__all__ = ["ROLES", "About", "Element", "TaggedCanvas"]
