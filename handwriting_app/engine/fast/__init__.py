"""The same mathematics as the modules above, written for speed: each says which plain function it equals."""
