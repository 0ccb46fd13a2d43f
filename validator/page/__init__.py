"""What the page may ask."""
