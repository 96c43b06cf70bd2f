"""My handwriting: the drawings of which a person has said what they are."""
