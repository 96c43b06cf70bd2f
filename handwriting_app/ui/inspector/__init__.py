"""The backpropagation inspector: one digit's way through the network and back, number by number."""
