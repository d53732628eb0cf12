#!/usr/bin/env python
"""Vitae's command line."""

import os
import sys


def main() -> None:
    """Run one management command; settings default to the laptop's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
