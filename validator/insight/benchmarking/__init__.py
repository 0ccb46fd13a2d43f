"""Error profiles, which name no child, and their comparison between councils and years."""
