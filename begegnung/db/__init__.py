"""Storage in SQLite: tables, the one door for writing, the log of changes, migrations."""
