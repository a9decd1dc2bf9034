"""The nightly exchange over a shared folder: bundles, causality, merge and the run itself.

Nothing here knows the database: `ledger` says what the run needs of it.
"""
