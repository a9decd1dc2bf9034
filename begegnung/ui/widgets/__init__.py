"""The parts from which pages and dialogs are made."""
