"""The parts of the Mistakes tab."""
