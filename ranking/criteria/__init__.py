"""What an advertisement asks for. Pure: no framework is imported."""
