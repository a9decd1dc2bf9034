"""The occupancy plan: who is in which room when, drawn and readable for a screen reader."""
