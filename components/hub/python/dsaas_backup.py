"""Backups of the hub's database, in a folder on a volume of their own: `jupyterhub-TIME.sqlite.gz`, TIME in UTC.

Each holds the hub's whole database of one moment as an SQLite file, also when the database is in PostgreSQL, so that
any of them can be restored to either. A file under that name is complete and was checked before it got the name.

    python dsaas_backup.py      make one whenever it is due, until stopped; the second container of the hub's pod
"""

import gzip
import logging
import os
import re
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

from dsaas_database import copy_as_they_are, database_url, installed_revisions, load_settings, open_engine, revision

log = logging.getLogger("dsaas.backup")

NAME = "jupyterhub-%Y%m%dT%H%M%SZ.sqlite.gz"
PATTERN = re.compile(r"jupyterhub-\d{8}T\d{6}Z\.sqlite\.gz")
UNFINISHED = ".unfinished"
# Seconds after which a backup that failed is tried again: the first time, doubled with each further one, and at most.
FIRST_RETRY = 5
RETRY = 300


def backups(folder):
    """All backups, the newest first."""
    return sorted((file for file in Path(folder).iterdir() if PATTERN.fullmatch(file.name)), reverse=True)


def damage(file):
    """What is wrong with an SQLite file as the hub's database, as the end of a sentence, or None when nothing is.

    What SQLite finds half done in a journal beside it is undone, as the hub would do. Raises sqlite3.OperationalError
    when the file cannot be read at all, which says nothing about what it holds.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True)) as connection:
            findings = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            if findings != ["ok"]:
                return f"is damaged ({findings[0]})"
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as problem:
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return f"is damaged ({problem})"
        raise
    return None if "users" in tables else "is empty"


def make_backup(database, url, folder, keep):
    """Make a backup of the database at `url` now, then remove the oldest beyond `keep`; gives the new file's path.

    Whatever fails, disk full included, raises; what was there before stays, and nothing unfinished does.
    """
    folder = Path(folder)
    target = folder / datetime.now(timezone.utc).strftime(NAME)
    unfinished = folder / UNFINISHED
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy.sqlite"
        if database["kind"] == "volume":
            copy_file(database["file"], copy)
        else:
            engines = [open_engine(url), open_engine(f"sqlite:///{copy}")]
            try:
                copy_as_they_are(*engines)
            finally:
                for engine in engines:
                    engine.dispose()
        problem = damage(copy)
        if problem:
            raise ValueError(f"the hub's database {problem}; older backups stay as they are")
        try:
            compress(copy, unfinished)
            os.replace(unfinished, target)
            sync_folder(folder)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    remove_oldest(folder, keep, newest=target)
    return target


def copy_file(source, target):
    """Copy an SQLite database that is in use, in one step, so that the copy is of one moment."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read:
        with closing(sqlite3.connect(target)) as write:
            read.backup(write)


def compress(source, target):
    """Write `source` compressed to `target`, down to the disk."""
    with open(source, "rb") as read, open(target, "wb") as file:
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as write:
            shutil.copyfileobj(read, write)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder):
    """Write a folder's names down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_oldest(folder, keep, newest):
    """Remove the oldest backups beyond `keep`, never `newest`, which was just checked, even if the clock went back."""
    for file in backups(folder)[keep:]:
        if file != newest:
            file.unlink()


def file_revision(file):
    """Revision of the tables in an SQLite file that damage finds nothing wrong with; None when JupyterHub noted none."""
    return revision_at(f"sqlite:///{file}")


def revision_at(url):
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return revision(connection)
    finally:
        engine.dispose()


def back_up_before_upgrade(database, url):
    """Back up a database whose tables the installed JupyterHub is about to change; before the hub starts.

    That backup alone brings an older JupyterHub back, in the old generation of a handover that is taken back say. A hub
    that cannot make it starts all the same: it is needed more, and there are older backups.
    """
    if database["kind"] == "volume" and not os.path.exists(database["file"]):
        return
    found = revision_at(url)
    if found is None or found == installed_revisions()[0]:
        return
    backup = database["backup"]
    try:
        file = make_backup(database, url, backup["folder"], backup["keep"])
    except Exception as problem:
        log.error("The hub's database is about to be upgraded, and no backup of it could be made: %s", problem)
    else:
        log.warning("The hub's database is about to be upgraded from revision %s; before that it is %s", found, file.name)


def seconds_until_due(folder, every, now):
    """Seconds until the next backup; its time follows from the newest one's name, so restarts make no extra ones."""
    made = [datetime.strptime(file.name, NAME).replace(tzinfo=timezone.utc).timestamp() for file in backups(folder)]
    if not made or max(made) > now:
        return 0
    return max(0, max(made) + every - now)


def main(folder):
    """`folder` is the hub's, with settings and secrets."""
    database = load_settings(folder)["database"]
    url = database_url(database, folder)
    backup = database["backup"]
    failures = 0
    while True:
        # Nothing may end this container: the pod would count as not ready, and the hub would be out of reach.
        try:
            time.sleep(seconds_until_due(backup["folder"], backup["every"], time.time()))
            file = make_backup(database, url, backup["folder"], backup["keep"])
            log.info("The hub's database is backed up in %s (%d bytes)", file, file.stat().st_size)
            failures = 0
            continue
        except Exception as problem:
            # Soon at first: a hub that has just started makes its database meanwhile.
            wait = min(RETRY, backup["every"], FIRST_RETRY * 2**failures)
            failures += 1
            log.error("No backup of the hub's database was made, the next try is in %d s: %s", wait, problem)
        time.sleep(wait)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Not the folder of an imported module: that is where a ConfigMap's links lead to.
    main(Path(__file__).parent.parent)
