"""Laboratories: small things to turn and watch, before and beside the network that reads digits."""
