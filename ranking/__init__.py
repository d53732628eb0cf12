"""Ranks candidates against a job and says why."""
