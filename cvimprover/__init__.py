"""Turns a candidate's answers into a better CV."""
