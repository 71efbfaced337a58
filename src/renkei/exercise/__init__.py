"""Exercises: scenario packs, injects, exercise traffic, the driver of the demonstration."""
