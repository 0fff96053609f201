#!/usr/bin/env python3
"""archive.py FOLDER ARCHIVE: packs a folder as .tar.gz or .zip, the same bytes from the same files on every system.

Times are SOURCE_DATE_EPOCH (reproducible-builds.org), owners are nobody, names are sorted.
"""

import gzip
import io
import os
import pathlib
import stat
import sys
import tarfile
import time
import zipfile

EPOCH = max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), 315532800)  # zip knows nothing before 1980
PROGRAMS = {"cihook", "cihook.exe", "install.sh"}


def mode(path: pathlib.Path) -> int:
    return 0o755 if path.name in PROGRAMS else 0o644


def pack_tar(folder: pathlib.Path, files: list[pathlib.Path], archive: pathlib.Path) -> None:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in files:
            entry = tarfile.TarInfo((pathlib.PurePath(folder.name) / path.relative_to(folder)).as_posix())
            entry.size, entry.mode, entry.mtime = path.stat().st_size, mode(path), EPOCH
            with path.open("rb") as content:
                tar.addfile(entry, content)
    with archive.open("wb") as out, gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=EPOCH) as packed:
        packed.write(raw.getvalue())


def pack_zip(folder: pathlib.Path, files: list[pathlib.Path], archive: pathlib.Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for path in files:
            name = (pathlib.PurePath(folder.name) / path.relative_to(folder)).as_posix()
            entry = zipfile.ZipInfo(name, time.gmtime(EPOCH)[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | mode(path)) << 16
            out.writestr(entry, path.read_bytes())


def main() -> None:
    folder, archive = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    new = archive.with_name(archive.name + ".new")
    (pack_zip if archive.suffix == ".zip" else pack_tar)(folder, files, new)
    new.replace(archive)


main()
