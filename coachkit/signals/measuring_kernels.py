"""Compiled loops of the signals over tokens and sentences. See coachkit.compiled."""
