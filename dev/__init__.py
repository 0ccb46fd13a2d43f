"""Measurements and generators for whoever works on Check 903. Nothing here is in the package or the page."""
