"""The parts of the page Kasse."""
