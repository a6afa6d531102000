"""Thin views for notebooks: they set values and pass events on; what they show comes from below."""
