"""Ways to look at a report: overview, search, one child, by worker, what was compared, likely causes, lasting keys."""
