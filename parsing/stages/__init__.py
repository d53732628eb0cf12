"""What we know about résumés: pure functions, one module a stage; no Django, no Celery, no network."""
