"""The parts of the page on which the desk notes who came."""
