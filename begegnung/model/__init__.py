"""Rules of the front desk without any input or output: pure, fast, testable without a window."""
