"""Many runs of many settings: a grid or a random search, measured over seeds."""
