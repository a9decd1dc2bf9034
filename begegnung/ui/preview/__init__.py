"""Shows a PDF exactly as it will be printed."""
