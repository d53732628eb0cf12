"""Candidates and what is done with them, over HTTP."""
