"""The parts of registering somebody at the desk."""
