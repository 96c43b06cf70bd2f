"""The Runs tab: every run that was made, and the bar that offers to go on with one after a crash."""
