"""Backups and recovery in the window: what runs by itself, what is shown, and the assistant."""
