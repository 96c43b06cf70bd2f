"""Pen strokes, and how they become the 8×8 counts that the network reads; numpy only."""
