"""A webhook goes to the address that was checked, over TLS with its own name, and nowhere else."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading

import pytest

from accounts.notices.posting import Caller, target_of
from config.addresses import AddressRefused
from tests.accounts.notices.receiver import Receiver, receiving


def resolved(*answers: str):
    return lambda host, port: list(answers)


@pytest.fixture(scope="module")
def https(tmp_path_factory):
    """A receiver with a certificate for hooks.example.org, and a context that trusts it."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=hooks"
    names = ["-addext", "subjectAltName=DNS:hooks.example.org"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server = Receiver()
    server.socket = serving.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server, ssl.create_default_context(cafile=folder / "cert.pem")
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def inside(https, settings) -> Receiver:
    """The same, named by an administrator: its address is private."""
    port = https[0].server_address[1]
    settings.WEBHOOK_INSIDE_HOSTS = [f"hooks.example.org:{port}", f"other.example.org:{port}"]
    return https[0]


def test_over_tls_under_its_own_name(https, inside):
    url = f"https://hooks.example.org:{inside.server_address[1]}/in"
    with Caller(url, resolve=resolved("127.0.0.1"), tls=https[1]) as caller:
        assert [caller.post(b"{}", {}).status for _ in range(2)] == [200, 200]
    assert inside.got[-1].headers["host"] == f"hooks.example.org:{inside.server_address[1]}"


def test_a_certificate_for_another_name_is_refused(https, inside):
    url = f"https://other.example.org:{inside.server_address[1]}/in"
    came = len(inside.got)
    with Caller(url, resolve=resolved("127.0.0.1"), tls=https[1]) as caller:
        assert caller.post(b"{}", {}).error == "tls"
    assert len(inside.got) == came


@pytest.mark.parametrize(
    "answers",
    [
        ("127.0.0.1",),
        ("10.0.0.1",),
        ("169.254.169.254",),
        ("::1",),
        ("fd00::1",),
        ("93.184.215.14", "10.0.0.1"),
    ],
)
def test_a_name_that_leads_inside_is_never_connected_to(answers, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: pytest.fail("connected"))
    with Caller("https://hooks.example.org/", resolve=resolved(*answers)) as caller:
        assert caller.post(b"{}", {}).error == "address_refused"


def test_a_name_that_changes_its_mind_is_asked_once_a_connection(monkeypatch):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    connected = []

    def refuse(address, *args):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with Caller("https://rebind.example/", resolve=lambda host, port: next(answers)) as caller:
        assert caller.post(b"{}", {}).error == "connection"
        assert connected == [("93.184.215.14", 443)]
        assert caller.post(b"{}", {}).error == "address_refused"
    assert len(connected) == 1


@pytest.mark.parametrize("host", ["127.0.0.1:9", "intern.example.org"])
def test_only_named_hosts_may_be_inside_or_without_tls(settings, host):
    private = resolved("10.0.0.5")
    for allowed in ([], ["127.0.0.1:10", "other.example.org"]):
        settings.WEBHOOK_INSIDE_HOSTS = allowed
        for scheme in ("http", "https"):
            with pytest.raises(AddressRefused):
                target_of(f"{scheme}://{host}/", resolve=private)
    settings.WEBHOOK_INSIDE_HOSTS = [host]
    target = target_of(f"http://{host}/a?b=1", resolve=private)
    assert (target.address, target.path, target.is_encrypted) == ("10.0.0.5", "/a?b=1", False)


def test_a_kept_connection_that_the_receiver_closed_is_opened_again(settings):
    with receiving() as server:
        settings.WEBHOOK_INSIDE_HOSTS = [server.host]
        with Caller(server.url) as caller:
            assert caller.post(b"1", {}).error == ""
            assert caller.connection is not None
            caller.connection.wire.shutdown(socket.SHUT_RDWR)
            assert caller.post(b"2", {}).error == ""
        assert [got.body for got in server.got] == [b"1", b"2"]
        assert server.connections == 2
