"""A model as something that is used without this program: each file writes one kind."""
