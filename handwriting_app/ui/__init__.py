"""Widgets: they show a value and emit an intent; no mathematics, no files, no threads."""
