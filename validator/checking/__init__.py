"""A return checked: rules chosen and run, the report, the catalogue, rules of a council’s own."""
