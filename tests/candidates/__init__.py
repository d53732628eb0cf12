"""People and what is done with them."""
