"""Scenarios: practice conversations in YAML, what a reply to them says, and how their customer answers."""
