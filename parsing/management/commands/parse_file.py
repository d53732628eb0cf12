"""`manage.py parse_file FILE…`: reads résumés here and now, without a database or a broker."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from parsing.errors import StageError
from parsing.stages.flow import Engines, read
from parsing.stages.json_resume import json_resume


class Command(BaseCommand):
    """Prints what a résumé says, as JSON Resume or as the full profile with confidences and evidence."""

    help = (
        "Reads résumés and prints them as JSON, one document a file. Exits with 1 when a file cannot be read."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=("json-resume", "profile"), default="json-resume")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="the day on which 'present' ends, YYYY-MM-DD"
        )
        parser.add_argument("--timings", action="store_true", help="print milliseconds a stage to stderr")

    def handle(self, *args: object, **options: object) -> None:
        """Reads every file; the ones that cannot be read are named at the end."""
        engines = Engines()
        failed = []
        files = options["files"]
        assert isinstance(files, list)
        for path in files:
            try:
                self._print(path, engines, options)
            except StageError as error:
                failed.append(f"{path}: {error.message} ({error.code})")
            except OSError as error:
                failed.append(f"{path}: {error.strerror or error}")
        if failed:
            raise CommandError("\n".join(failed))

    def _print(self, path: Path, engines: Engines, options: dict[str, object]) -> None:
        as_of = options["as_of"]
        reading = read(
            path.read_bytes(), path.name, engines=engines, as_of=as_of if isinstance(as_of, date) else None
        )
        document = reading.profile if options["format"] == "profile" else json_resume(reading.profile)
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        if options["timings"]:
            self.stderr.write(f"{path.name} {reading.status} {json.dumps(dict(reading.timings_ms))}")
