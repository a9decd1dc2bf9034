"""Papers made of blocks: headings, paragraphs, facts and tables that flow over pages.

A document module says what stands on its paper as a sequence of blocks; where pages end, what is
repeated there, and how it is read aloud is decided here.
"""
