"""From run to run: run files, what is new, still there and fixed, notes and states."""
