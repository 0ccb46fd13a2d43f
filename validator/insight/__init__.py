"""What the returns say about children, and how councils and years compare."""
