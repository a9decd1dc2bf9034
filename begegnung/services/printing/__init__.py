"""Everything that is printed, by name: from what was asked for to the finished file."""
