"""The API of jobs' criteria and rankings."""
