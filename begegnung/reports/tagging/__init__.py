"""Tagged PDF with ReportLab: PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one pass.

ReportLab draws pages but knows no logical structure. `TaggedCanvas` adds it while drawing: what is
drawn inside `tag(...)` belongs to an element of the structure tree, everything else is marked as
decoration. Nothing in here knows what is being printed.
"""

from begegnung.reports.tagging.canvas import TaggedCanvas
from begegnung.reports.tagging.metadata import About

__all__ = ["About", "TaggedCanvas"]
