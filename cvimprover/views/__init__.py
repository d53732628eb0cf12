"""The API of better CVs."""
