"""How the shipped models were made: fictional résumés with exact truth, training and evaluation.

Nothing that reads résumés imports this package.
"""
