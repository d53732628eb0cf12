"""`make demo`: the whole product on this machine, shown at work on the sample résumés.

bin/demo          stays until Ctrl-C
bin/demo --once   ends after the table; 1 when a sample was not read as it must be
bin/demo FILE…    reads these files instead of the samples
"""

from __future__ import annotations

import argparse
import fcntl
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from answers import Found, differences, expected_answers, found_in
from client import Client, Json
from rich.console import Console
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from stack import ROOT, Stack, StackError

SAMPLES = ROOT / "tests" / "samples"
# A pipe or a CI log has no width of its own; 80 columns would break every cell.
console = Console(width=None if sys.stdout.isatty() else 150)


class Row:
    """One résumé of the table: what was found, how long it took, what a person should look at."""

    def __init__(self, item: Json, client: Client) -> None:
        self.file_name = str(item["file_name"])
        self.status = str(item["status"])
        error = item.get("error")
        self.error = str(error["message"]) if isinstance(error, dict) else ""
        self.found: Found | None = None
        self.milliseconds = 0.0
        self.warnings: list[str] = []
        if item.get("resume"):
            self._ask(str(item["resume"]), client)

    def _ask(self, resume: str, client: Client) -> None:
        detail = client.get(f"/api/v1/resumes/{resume}/").body
        findings, stages = detail.get("findings"), detail.get("stages")
        assert isinstance(findings, list)
        assert isinstance(stages, list)
        self.warnings = list(dict.fromkeys(one["code"] for one in findings if one["severity"] != "info"))
        # Previews are made beside the critical path: nobody waits for them.
        self.milliseconds = sum(one["milliseconds"] or 0 for one in stages if one["stage"] != "preview")
        result = client.get(f"/api/v1/resumes/{resume}/result/?view=profile")
        if result.status == 200:
            self.found = found_in(result.body)


def main(arguments: Sequence[str]) -> int:
    """Run the demo; the exit code."""
    options = _options(arguments)
    files = options.files or sorted((SAMPLES / "files").iterdir())
    folder = ROOT / "var" / "demo"
    folder.parent.mkdir(exist_ok=True)
    lock = (folder.parent / "demo.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        console.print("The demo runs already in this folder: end it first.")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    # A shell that starts this in the background lets it ignore SIGINT.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    stack = Stack(folder, with_flower=True)
    try:
        _start(stack)
        rows = _read(stack, files)
        console.print(_table(rows))
        wrong = 0 if options.files else _report_differences(rows)
        if options.once:
            return 1 if wrong else 0
        _show_addresses(stack)
        _stay(stack)
    except StackError as error:
        console.print(f"[red]{error}[/red]")
        return 1
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stack.processes.stop()
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Show the whole product at work.")
    parser.add_argument("--once", action="store_true", help="end after the table")
    parser.add_argument("files", nargs="*", type=Path, help="résumés to read instead of the samples")
    return parser.parse_args(arguments)


def _start(stack: Stack) -> None:
    with console.status("starting …") as status:
        begun = time.monotonic()
        for step in stack.starting():
            status.update(f"{step} …")
    console.print(f"Everything runs (started in {time.monotonic() - begun:.1f} s).")


def _read(stack: Stack, files: Sequence[Path]) -> list[Row]:
    """Upload the files as one batch and follow it to its end."""
    client = Client(stack.url, stack.api_key)
    answer = client.upload_batch([(path.name, path.read_bytes()) for path in files], "samples")
    if answer.status not in {200, 202}:
        raise StackError(f"The upload was answered with {answer.status}: {answer.body}")
    batch = str(answer.body["id"])
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("reading résumés", total=len(files))
        for progress in client.batch_progress(batch):
            stack.processes.check()
            bar.update(
                task, completed=_count(progress, "current"), total=_count(progress, "total") or len(files)
            )
    return [Row(item, client) for item in client.batch_items(batch)]


def _count(progress: Json, name: str) -> int:
    value = progress.get(name)
    return value if isinstance(value, int) else 0


def _table(rows: Sequence[Row]) -> Table:
    table = Table(
        title="Who was found", title_justify="left", header_style="bold", row_styles=["", "on grey7"]
    )
    table.add_column("File", no_wrap=True)
    table.add_column("Name", style="bold", no_wrap=True)
    table.add_column("Current title")
    table.add_column("Years", justify="right", no_wrap=True)
    table.add_column("Top skills", overflow="fold")
    table.add_column("Time", justify="right", no_wrap=True)
    table.add_column("Warnings")
    for row in rows:
        table.add_row(row.file_name, *_cells(row))
    return table


def _cells(row: Row) -> list[str]:
    took = f"{row.milliseconds:.0f} ms" if row.milliseconds < 1000 else f"{row.milliseconds / 1000:.1f} s"
    if row.found is None:
        return [f"[red]{row.status}[/red]", row.error, "", "", took, ", ".join(row.warnings)]
    found = row.found
    return [
        found.name,
        found.title,
        found.years,
        ", ".join(found.top_skills[:5]),
        took,
        ", ".join(row.warnings),
    ]


def _report_differences(rows: Sequence[Row]) -> int:
    """Print what is not as tests/samples/expected.json says; how many samples are wrong."""
    expected = expected_answers(SAMPLES)
    by_name = {row.file_name: row for row in rows}
    wrong = 0
    for name, answer in expected.items():
        row = by_name.get(name)
        found = row.found if row else None
        problems = differences(found, answer) if found else [row.error or row.status if row else "missing"]
        wrong += bool(problems)
        for problem in problems:
            console.print(f"[red]✗[/red] {name}: {problem}", highlight=False)
    sign = "[red]✗[/red]" if wrong else "[green]✓[/green]"
    console.print(f"{sign} {len(expected) - wrong} of {len(expected)} samples as they must be")
    return wrong


def _show_addresses(stack: Stack) -> None:
    lines = [
        f"API           {stack.url}/api/docs/",
        f"              curl -H 'Authorization: Bearer {stack.api_key}' {stack.url}/api/v1/resumes/",
        f"Admin         {stack.url}/admin/           user admin, password {stack.password}",
        f"Flower        {stack.flower_url}/           user admin, password {stack.password}",
        f"Logs, files   {stack.folder.relative_to(ROOT)}/",
    ]
    console.print(Panel("\n".join(lines), title="Look around", expand=False), highlight=False, soft_wrap=True)
    console.print("Ctrl-C ends everything.")


def _stay(stack: Stack) -> None:
    while True:
        stack.processes.check()
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
