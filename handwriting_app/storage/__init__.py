"""Files: models, lessons, pictures, settings, and the database."""
