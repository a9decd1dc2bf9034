"""The dialogs: one for each thing that has to be typed or decided."""
