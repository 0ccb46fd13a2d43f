"""Exports: issues as CSV and JSON, workbook, letters, reports of comparisons, the list of changes."""
