from django.apps import AppConfig


class ParsingConfig(AppConfig):
    name = "parsing"

    def ready(self) -> None:
        """Register the start-up checks."""
        from config import checks as checks
