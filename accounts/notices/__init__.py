"""Telling people and programs what happened: e-mails, and webhooks after the Standard Webhooks."""
