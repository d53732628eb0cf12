from django.apps import AppConfig


class CvImproverConfig(AppConfig):
    name = "cvimprover"

    def ready(self) -> None:
        """Take the files of people who are deleted along, and let what crashes leave be collected."""
        from django.conf import settings

        import cvimprover.leaving  # noqa: F401 - only so that it listens
        from cvimprover.keeping import owned
        from parsing.removal import look_after

        look_after(settings.CV_FOLDER, owned)
