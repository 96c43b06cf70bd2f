"""The one database of the user: handwriting, alphabets and runs. `opening.open_database` is the way in."""
