"""The descent race: its lanes, its plots and its table."""
