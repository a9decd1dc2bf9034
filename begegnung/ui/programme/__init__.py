"""The parts of the page on which the programme of a week is looked at, printed and saved."""
