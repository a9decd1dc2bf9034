"""The steps, one file a version. None of them imports the tables of today."""
