"""Checks that go beyond the Department's rules: what analysts want to know early. They run only when asked for."""
