"""The sweep: what is tried, its table and its map."""
