"""Mehrfachkarten in the window: selling one, looking at one, the cards of a person."""
