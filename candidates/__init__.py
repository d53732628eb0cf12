"""People, found in résumés; knows nothing of how they were read."""
