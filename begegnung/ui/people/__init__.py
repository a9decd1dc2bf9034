"""The parts of the page Personen."""
