"""What the desk can do: one function a user verb, reached only through `Desk`."""
