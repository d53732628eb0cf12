from django.apps import AppConfig


class ParsingConfig(AppConfig):
    name = "parsing"

    def ready(self) -> None:
        """Register the start-up checks, and who brings a person's files."""
        from candidates.exchange.archive import offer_originals
        from config import checks as checks
        from parsing.originals import originals_of

        offer_originals(originals_of)
