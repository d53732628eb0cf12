"""Filters: what can be chosen among the people of a job profile or of a label, and how many that leaves.

Age and gender are no filters, and nothing here reads what would tell them.
"""
