from django.apps import AppConfig


class ParsingConfig(AppConfig):
    name = "parsing"

    def ready(self) -> None:
        """Register the start-up checks, who brings a person's files, and who hears that a user leaves."""
        from candidates.exchange.archive import offer_originals
        from config import checks as checks
        from parsing import leaving as leaving
        from parsing.originals import originals_of

        offer_originals(originals_of)
