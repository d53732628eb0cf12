from django.apps import AppConfig


class RankingConfig(AppConfig):
    name = "ranking"

    def ready(self) -> None:
        """Let what deleted jobs leave in storage be collected."""
        from parsing.removal import look_after
        from ranking.jobs import FOLDER, owned

        look_after(FOLDER, owned)
