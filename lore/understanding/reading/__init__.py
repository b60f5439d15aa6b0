"""Readings of free questions: what they can ask for, where they come from, which one is meant."""
