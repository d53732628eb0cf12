"""Finding people by words and by meaning: one query language, one protocol, two engines behind it."""
