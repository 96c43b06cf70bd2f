"""The one place where state changes: the drawing, the network in use, the run and its history."""
