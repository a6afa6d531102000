"""Criteria: their schema (schema.py) and how each kind of measure turns signals and markers into a score (one module a kind)."""
