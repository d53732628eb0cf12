"""The loop inside the sandbox: a warm LibreOffice and one line of JSON for each document.

Runs under the system's Python with python3-uno, not in our environment, and imports nothing of ours.
Reads `{"input", "output", "filter", "last_page", "alone"}` lines from stdin, answers `{"pages"}` or
`{"error"}`; ends when stdin does, when the office dies, or after `sys.argv[1]` idle seconds.
"alone" converts by a LibreOffice that is started for this document only: Debian's nogui package lacks the
windows for comments and aborts when an office that listens wants to draw one; this way it never draws.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import uno
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.uno import Exception as UnoException  # type: ignore[import-not-found]

Request = dict[str, Any]
Answer = dict[str, object]

PROFILE = "/home/office"
PROFILE_ALONE = "/home/alone"
PIPE = "vitae"
START_SECONDS = 60.0
NEVER_EXECUTE = 0
NO_UPDATE = 0

SETTINGS: dict[str, dict[str, bool | int]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": True,
        "BlockUntrustedRefererLinks": True,
        "DisableActiveContent": True,
        "CheckDocumentEvents": True,
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 0, "Field": False, "Chart": False},
    "/org.openoffice.Office.Common/Undo": {"Steps": 0},
    "/org.openoffice.Office.Common/History": {"PickListSize": 0},
    "/org.openoffice.Office.Common/Misc": {"FirstRun": False},
    "/org.openoffice.Office.Java/VirtualMachine": {"Enable": False},
    "/org.openoffice.Office.Recovery/AutoSave": {"Enabled": False},
    "/org.openoffice.Office.Recovery/RecoveryInfo": {"Enabled": False},
    "/org.openoffice.Office.Linguistic/SpellChecking": {"IsSpellAuto": False},
}


def main() -> None:
    say({"ready": True})
    warm = None
    for request in requests(float(sys.argv[1])):
        if request["alone"]:
            say(converted_alone(request))
            continue
        warm = warm or Office()
        if not warm.serve(request):
            break


def write_profile(folder: str) -> None:
    """Macros never run, links are never followed, nothing is remembered of a document."""
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, values in SETTINGS.items()
        for name, value in values.items()
    ]
    os.makedirs(f"{folder}/user")
    with open(f"{folder}/user/registrymodifications.xcu", "w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
            ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            + "".join(items)
            + "</oor:items>"
        )


def command(profile: str) -> list[str]:
    return [os.environ["SOFFICE"], f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]


class Office:
    """A LibreOffice that listens, and its desktop."""

    def __init__(self) -> None:
        write_profile(PROFILE)
        program = [*command(PROFILE), "--invisible", "--nologo", "--nodefault", "--nolockcheck"]
        program += [f"--accept=pipe,name={PIPE};urp;StarOffice.ComponentContext"]
        self.process = subprocess.Popen(program, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self.desktop = self.connected_desktop()

    def connected_desktop(self) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={PIPE};urp;StarOffice.ComponentContext")
                return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            except NoConnectException:
                if self.process.poll() is not None or time.monotonic() > end:
                    sys.exit(1)
                time.sleep(0.05)

    def serve(self, request: Request) -> bool:
        """True while the office can go on."""
        try:
            say(converted(self.desktop, request))
        except UnoException as error:
            if self.is_dying():
                say({"error": "crash"})
                return False
            say({"error": "document", "detail": str(error)[:500]})
        return True

    def is_dying(self) -> bool:
        """True when the process ends, or its bridge is gone, within a moment."""
        try:
            self.process.wait(0.3)
            return True
        except subprocess.TimeoutExpired:
            pass
        try:
            self.desktop.getCurrentComponent()
        except UnoException:
            return True
        return False


def converted_alone(request: Request) -> Answer:
    if not os.path.isdir(PROFILE_ALONE):
        write_profile(PROFILE_ALONE)
    folder = os.path.dirname(request["output"])
    program = [*command(PROFILE_ALONE), f"--infilter={request['filter']}"]
    program += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, request["input"]]
    ended = subprocess.run(program, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if ended.returncode < 0 or ended.returncode >= 128:
        return {"error": "crash"}
    written = os.path.splitext(request["input"])[0] + ".pdf"
    if not os.path.exists(written):
        return {"error": "document", "detail": "nothing was written"}
    os.replace(written, request["output"])
    return {"pages": 1}


def requests(idle_seconds: float) -> Iterator[Request]:
    pending = b""
    while True:
        ready, _, _ = select.select([0], [], [], idle_seconds)
        block = os.read(0, 65536) if ready else b""
        if not block:
            return
        pending += block
        while b"\n" in pending:
            line, _, pending = pending.partition(b"\n")
            yield json.loads(line)


def converted(desktop: Any, request: Request) -> Answer:
    document = desktop.loadComponentFromURL(
        f"file://{request['input']}",
        "_blank",
        0,
        properties(
            Hidden=True,
            ReadOnly=True,
            FilterName=request["filter"],
            MacroExecutionMode=NEVER_EXECUTE,
            UpdateDocMode=NO_UPDATE,
        ),
    )
    if document is None:
        return {"error": "document", "detail": "nothing was loaded"}
    try:
        pages = document.getCurrentController().PageCount
        options: dict[str, object] = {
            "UseTaggedPDF": False,
            "ExportBookmarks": False,
            "ExportFormFields": False,
        }
        if pages > request["last_page"]:
            options["PageRange"] = f"1-{request['last_page']}"
        data = uno.Any("[]com.sun.star.beans.PropertyValue", properties(**options))
        output = properties(FilterName="writer_pdf_Export")
        output += (PropertyValue("FilterData", 0, data, 0),)
        document.storeToURL(f"file://{request['output']}", output)
    finally:
        document.close(True)
    return {"pages": pages}


def properties(**values: object) -> tuple[Any, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def say(answer: Answer) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
