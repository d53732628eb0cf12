from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Make the Celery application the current one in every process that publishes tasks."""
        import_module("config.celery")
