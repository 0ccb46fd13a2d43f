"""The return in memory: its tables, codes and columns, and the rows as rules see them."""
