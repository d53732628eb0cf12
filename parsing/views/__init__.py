"""The API of résumés and batches: who may, which service, which status code."""
