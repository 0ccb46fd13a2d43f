"""Several years' returns joined into one history of each child, with named repairs; spells and cohorts out of it."""
