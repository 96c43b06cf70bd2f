"""One module for each command of the command line; none but ``window`` imports Qt."""
