"""Puts the newest good backup in the place of a database that is lost; run before the hub starts.

Nothing is deleted: what was there is kept beside the restored database, under another name.
"""

import errno
import gzip
import logging
import os
import shutil
import tempfile
import zlib
from datetime import datetime, timezone
from pathlib import Path

from dsaas_backup import backups, damage, sync_folder
from dsaas_database import copy_tables, has_tables, open_engine

log = logging.getLogger("dsaas.restore")

# What SQLite keeps beside a database. Applied to another database than its own, a journal would destroy that.
COMPANIONS = ("", "-journal", "-wal", "-shm")


def restore(database, url):
    """Restore the database that `database`, of settings.json, describes, if it is lost; tells the log what it did.

    `url` is database_url's.

    Where it is lost and no backup is good, there is none when this returns, and the hub makes a new one. Raises when it
    cannot be known whether the database is good (its volume or its server does not answer); nothing is touched then.
    """
    if database["kind"] == "volume":
        restore_file(Path(database["file"]), database["backup"]["folder"])
    else:
        restore_tables(url, database["backup"]["folder"])


def restore_file(file, folder):
    problem = damage(file) if file.exists() else "is missing"
    if problem is None:
        log.info("The hub's database is good")
        return
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=file.parent) as place:
        good, backup = newest_good(folder, Path(place))
        kept = set_aside(file)
        if good:
            # In one step, and only after what would spoil it is out of the way: a run that is interrupted here finds
            # no database, and does the same again.
            os.replace(good, file)
            sync_folder(file.parent)
    report(problem, backup, f"; what was there is kept as {kept.name}" if kept else "")


def restore_tables(url, folder):
    """As restore_file, for PostgreSQL. Only a database without any table of the hub's counts as lost."""
    engine = open_engine(url)
    try:
        if has_tables(engine):
            log.info("The hub's database is good")
            return
        with tempfile.TemporaryDirectory() as place:
            good, backup = newest_good(folder, Path(place))
            if good:
                upgrade(good)
                source = open_engine(f"sqlite:///{good}")
                try:
                    copy_tables(source, engine)
                finally:
                    source.dispose()
    finally:
        engine.dispose()
    report("is empty", backup)


def upgrade(file):
    """Bring a copy from an older JupyterHub up to the installed one's tables, as the hub does with its own."""
    from jupyterhub import dbutil

    dbutil.upgrade_if_needed(f"sqlite:///{file}", backup=False, log=log)


def report(problem, backup, more=""):
    if backup is None:
        log.warning("The hub's database %s and there is no good backup: the hub starts with a new one%s", problem, more)
    else:
        log.warning("The hub's database %s: the backup %s is restored%s", problem, backup.name, more)


def newest_good(folder, place):
    """The newest backup that is good: its database, unpacked in `place`, and its own path; None, None without one."""
    for backup in backups(folder):
        copy = place / "copy.sqlite"
        try:
            with gzip.open(backup, "rb") as read, open(copy, "wb") as write:
                shutil.copyfileobj(read, write)
                write.flush()
                os.fsync(write.fileno())
        except (EOFError, OSError, zlib.error) as problem:
            # A full disk is no fault of the backup.
            if getattr(problem, "errno", None) not in (None, errno.EIO, errno.EACCES, errno.ENOENT):
                raise
            log.warning("The backup %s is damaged (%s); an older one is tried", backup.name, problem)
            continue
        problem = damage(copy)
        if problem is None:
            return copy, backup
        log.warning("The backup %s %s; an older one is tried", backup.name, problem)
    return None, None


def set_aside(file):
    """Rename a database and what belongs to it; gives the database's new path, None where there was none.

    The database goes first: without it, whatever remains is seen as a remainder by the next run.
    """
    now = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%fZ")
    there = [Path(f"{file}{end}") for end in COMPANIONS if os.path.exists(f"{file}{end}")]
    for one in there:
        one.rename(f"{one}.lost-{now}")
    if there:
        sync_folder(file.parent)
    return Path(f"{file}.lost-{now}") if file in there else None
