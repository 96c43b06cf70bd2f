"""Dream: what the network believes a class looks like, step by step and through the epochs."""
