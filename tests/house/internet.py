"""A small internet: run inside a network of its own, prints as JSON what a whole Vitae fetched from it.

    bwrap --unshare-net … python -m tests.house.internet FOLDER HOSTS

FOLDER holds cert.pem and key.pem of `cv.example.org`; HOSTS is the file that is /etc/hosts here, and may be
written to. There is no other network, so the public address is as public as any.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from client import Client
from stack import ROOT, Stack

PUBLIC = "93.184.215.14"
INSIDE = "127.0.0.1"
HOST = "cv.example.org"
SIOCSIFADDR = 0x8916
SAMPLE = ROOT / "tests" / "samples" / "files" / "single-column.pdf"
WORKERS = {"all": ("interactive,parsing,bulk", 1)}
OVER = {"done", "partial", "failed", "cancelled"}


def add_address(address: str) -> None:
    """Give the loopback device a second address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        request = struct.pack("16sH2s4s8s", b"lo:1", socket.AF_INET, b"", socket.inet_aton(address), b"")
        fcntl.ioctl(line, SIOCSIFADDR, request)


class Site(BaseHTTPRequestHandler):
    """A file, a redirect to the inside, a program that calls itself a PDF, and nothing."""

    def do_GET(self) -> None:
        if self.path == "/cv.pdf":
            self.answer(200, SAMPLE.read_bytes())
        elif self.path == "/moved.pdf":
            self.answer(302, b"", Location=f"https://{INSIDE}/cv.pdf")
        elif self.path == "/program.pdf":
            self.answer(200, b"MZ\x90\x00\x03")
        else:
            self.answer(404, b"")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


class Silent(ThreadingHTTPServer):
    """Notes who connects, and says nothing about broken handshakes."""

    def __init__(self, address: str, visits: list[str]) -> None:
        self.visits, self.own = visits, address
        super().__init__((address, 443), Site)

    def get_request(self) -> tuple[socket.socket, object]:
        self.visits.append(self.own)
        return super().get_request()

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is no error here."""


def serve(address: str, folder: Path, visits: list[str]) -> None:
    """Answer https on this address from now on."""
    server = Silent(address, visits)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def name_hosts(file: Path, *, turning: str) -> None:
    """Say where the three hosts are; `turning` is what its owner changes at will."""
    file.write_text(f"{PUBLIC} {HOST}\n{turning} turns.example.org\n{INSIDE} inside.example.org localhost\n")


def asked(client: Client, address: str) -> tuple[int, str]:
    """Status and id, or code, of the answer to a résumé by address."""
    answer = client.post_files("/api/v1/resumes/", "file", [], address=address)
    return answer.status, answer.text("id") or answer.text("code")


def ended(client: Client, identity: str) -> dict[str, object]:
    """How a résumé ended."""
    until = time.monotonic() + 60
    while (found := client.get(f"/api/v1/resumes/{identity}/")).text("status") not in OVER:
        if time.monotonic() > until:
            return {"status": found.text("status"), "code": "hang"}
        time.sleep(0.1)
    error = found.body.get("error")
    profile = client.get(f"/api/v1/resumes/{identity}/result/").body.get("basics")
    return {
        "status": found.text("status"),
        "code": error.get("code") if isinstance(error, dict) else "",
        "file_name": found.text("file_name"),
        "name": profile.get("name") if isinstance(profile, dict) else "",
    }


def while_stopped(pid: int, *acts: Callable[[], object]) -> list[object]:
    """What the acts answer while a process group stands still."""
    os.killpg(pid, signal.SIGSTOP)
    try:
        return [act() for act in acts]
    finally:
        os.killpg(pid, signal.SIGCONT)


def main(arguments: Sequence[str]) -> None:
    """Fetch from good and evil addresses, print what came of each."""
    folder, hosts = map(Path, arguments)
    visits: list[str] = []
    add_address(PUBLIC)
    name_hosts(hosts, turning=PUBLIC)
    for address in (PUBLIC, INSIDE):
        serve(address, folder, visits)
    outcome: dict[str, object] = {}
    extra = {"SSL_CERT_FILE": str(folder / "cert.pem")}
    with Stack(folder / "vitae", workers=WORKERS, extra=extra) as stack:
        client = Client(stack.url, stack.api_key)
        outcome["inside"] = asked(client, "https://inside.example.org/cv.pdf")
        for name in ("cv.pdf", "moved.pdf", "program.pdf"):
            outcome[name] = ended(client, asked(client, f"https://{HOST}/{name}")[1])
        taken, _ = while_stopped(
            stack.processes.running["worker-all"].pid,
            lambda: asked(client, "https://turns.example.org/cv.pdf"),
            lambda: name_hosts(hosts, turning=INSIDE),
        )
        assert isinstance(taken, tuple)
        outcome["turning"] = ended(client, taken[1])
        outcome["accepted"] = taken[0]
    print(json.dumps({**outcome, "visits": sorted(set(visits))}))


if __name__ == "__main__":
    main(sys.argv[1:])
