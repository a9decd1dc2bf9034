"""Files in and out: programmes, calendars, tables. Nothing here knows the database."""
