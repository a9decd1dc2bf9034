"""Parts of the page and the dialogs about offers."""
