"""A guess of gender from a given name, for the aggregate bias report and nothing else. Off by default.

The guess is often wrong for a person and says nothing of who they are. It stands in a table of its own that
no serializer, filter, export, search document or ranking may read; a test holds them to it.
"""
