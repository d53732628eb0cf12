from django.apps import AppConfig


class CvImproverConfig(AppConfig):
    name = "cvimprover"
