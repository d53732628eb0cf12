"""People in and out as files."""
