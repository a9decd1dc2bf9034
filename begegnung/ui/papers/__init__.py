"""Printing papers from the window: which one, what of, preview, printer or file."""
