"""What only some kinds of offers have: the meal list of a day, the list of a trip."""
