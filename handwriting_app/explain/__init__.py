"""Why the network reads and learns as it does: numbers, words and formulas to look at. Free of Qt."""
