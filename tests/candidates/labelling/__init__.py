"""Labels of candidates."""
