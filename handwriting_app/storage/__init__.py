"""Files: models and settings."""
