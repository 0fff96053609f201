"""A registry of npm packages on this machine: serves dist/npm/*.tgz to npm, pnpm and yarn, and knows nothing else."""

import base64
import functools
import hashlib
import http.server
import json
import pathlib
import tarfile
import threading
import urllib.parse


def manifest(archive: pathlib.Path) -> dict:
    with tarfile.open(archive) as tar:
        content = tar.extractfile("package/package.json")
        assert content is not None
        return json.load(content)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers what a package manager asks about a package, and hands out its archive."""

    def __init__(self, folder: pathlib.Path, packages: dict, *arguments) -> None:
        self.folder, self.packages = folder, packages
        super().__init__(*arguments)

    def log_message(self, *_arguments) -> None:
        pass

    def do_GET(self) -> None:
        path = urllib.parse.unquote(self.path).lstrip("/")
        if path.startswith("archives/"):
            return self.answer((self.folder / path.removeprefix("archives/")).read_bytes(), "application/octet-stream")
        if path not in self.packages:
            return self.send_error(404)
        return self.answer(json.dumps(self.packages[path]).encode(), "application/json")

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def packument(manifest_of_version: dict, tarball: str, content: bytes) -> dict:
    version = manifest_of_version["version"]
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    shasum = hashlib.sha1(content).hexdigest()
    dist = {"tarball": tarball, "integrity": integrity, "shasum": shasum}
    name = manifest_of_version["name"]
    return {
        "name": name,
        "dist-tags": {"latest": version},
        "versions": {version: {**manifest_of_version, "dist": dist}},
        "time": {version: "2020-01-01T00:00:00.000Z", "created": "2020-01-01T00:00:00.000Z"},
    }


def serve(folder: pathlib.Path) -> str:
    """Starts the registry and returns its address. Platforms that were not built are known, but have no archive."""
    packages: dict = {}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, folder, packages))
    address = f"http://127.0.0.1:{server.server_port}"
    for archive in folder.glob("*.tgz"):
        is_of = manifest(archive)
        packages[is_of["name"]] = packument(is_of, f"{address}/archives/{archive.name}", archive.read_bytes())
    for name, version in list(packages["cihook"]["versions"].values())[0]["optionalDependencies"].items():
        system, processor = name.removeprefix("@cihook/").split("-")
        other = {"name": name, "version": version, "os": [system], "cpu": [processor]}
        packages.setdefault(name, packument(other, f"{address}/archives/none.tgz", b""))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return address
