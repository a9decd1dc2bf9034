"""The night in which the tests of the exchange take place."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
