"""The common data model: tidy tables out of a history, declared once with keys, types, plain words and code lists."""
