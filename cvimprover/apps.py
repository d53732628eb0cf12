from django.apps import AppConfig


class CvImproverConfig(AppConfig):
    name = "cvimprover"

    def ready(self) -> None:
        """Let what deleted people and crashes leave in storage be collected."""
        from django.conf import settings

        from cvimprover.keeping import owned
        from parsing.removal import look_after

        look_after(settings.CV_FOLDER, owned)
