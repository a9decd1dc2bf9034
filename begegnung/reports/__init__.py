"""Everything that is printed: accessible PDF documents (PDF/UA-1 and PDF/A-2a in one file)."""
