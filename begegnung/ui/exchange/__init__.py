"""The parts of the page on which the desk sees and starts the exchange with the other houses."""
