"""Signals: one number per reply, each in the module of its family; NaN means it cannot be told."""
