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

from sqlalchemy import inspect, text

from dsaas_backup import backups, damage, file_revision, revision_at, sync_folder
from dsaas_database import copy_tables, has_tables, open_engine, too_new

log = logging.getLogger("dsaas.restore")

# What SQLite keeps beside a database. Applied to another database than its own, a journal would destroy that.
COMPANIONS = ("", "-journal", "-wal", "-shm")


class NoUsableBackup(Exception):
    """There is data of the hub's, all of it of a newer JupyterHub: to begin anew would be to lose it."""


def restore(database, url):
    """Restore the database that `database`, of settings.json, describes, if it is lost; tells the log what it did.

    `url` is database_url's.

    One that a newer JupyterHub has upgraded counts as lost: the installed one cannot start with it. So it is after a
    handover to a generation with a newer JupyterHub was taken back.

    Where it is lost and no backup is good, there is none when this returns, and the hub makes a new one. Raises when it
    cannot be known whether the database is good (its volume or its server does not answer), and NoUsableBackup; nothing
    is touched then.
    """
    if database["kind"] == "volume":
        restore_file(Path(database["file"]), database["backup"]["folder"])
    else:
        restore_tables(url, database["backup"]["folder"])


def restore_file(file, folder):
    problem, newer = damage(file) if file.exists() else "is missing", None
    if problem is None:
        problem = newer = too_new(file_revision(file))
    if problem is None:
        log.info("The hub's database is good")
        return
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=file.parent) as place:
        good, backup = newest_good(folder, Path(place), newer)
        kept = set_aside(file, "newer" if newer else "lost")
        if good:
            # In one step, and only after what would spoil it is out of the way: a run that is interrupted here finds
            # no database, and does the same again.
            os.replace(good, file)
            sync_folder(file.parent)
    report(problem, backup, f"; what was there is kept as {kept.name}" if kept else "")


def restore_tables(url, folder):
    """As restore_file, for PostgreSQL. Only a database without any table of the hub's counts as lost, or a newer one."""
    engine = open_engine(url)
    try:
        problem, newer, kept = "is empty", None, None
        if has_tables(engine):
            problem = newer = too_new(revision_at(url))
            if newer is None:
                log.info("The hub's database is good")
                return
        with tempfile.TemporaryDirectory() as place:
            good, backup = newest_good(folder, Path(place), newer)
            if newer:
                # Should this be interrupted after it, the next run finds an empty database, and does the same again.
                kept = set_aside_tables(engine)
            if good:
                upgrade(good)
                source = open_engine(f"sqlite:///{good}")
                try:
                    copy_tables(source, engine)
                finally:
                    source.dispose()
    finally:
        engine.dispose()
    report(problem, backup, f"; what was there is kept in the schema {kept}" if kept else "")


def upgrade(file):
    """Bring a copy from an older JupyterHub up to the installed one's tables, as the hub does with its own."""
    from jupyterhub import dbutil

    dbutil.upgrade_if_needed(f"sqlite:///{file}", backup=False, log=log)


def report(problem, backup, more=""):
    if backup is None:
        log.warning("The hub's database %s and there is no good backup: the hub starts with a new one%s", problem, more)
    else:
        log.warning("The hub's database %s: the backup %s is restored%s", problem, backup.name, more)


def newest_good(folder, place, newer):
    """The newest backup that is good: its database, unpacked in `place`, and its own path; None, None without one.

    `newer` is what too_new says of the database itself. Raises NoUsableBackup where all that is good is newer.
    """
    passed = newer
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
            problem = too_new(file_revision(copy))
            passed = passed or problem
        if problem is None:
            return copy, backup
        log.warning("The backup %s %s; an older one is tried", backup.name, problem)
    if passed:
        raise NoUsableBackup(
            f"the hub's data {passed}, and there is no backup that this JupyterHub could use: "
            "deploy the hub's image of that JupyterHub again"
        )
    return None, None


def now():
    return datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S.%fZ")


def set_aside(file, why):
    """Rename a database and what belongs to it; gives the database's new path, None where there was none.

    The database goes first: without it, whatever remains is seen as a remainder by the next run.
    """
    end = f"{why}-{now()}"
    there = [Path(f"{file}{companion}") for companion in COMPANIONS if os.path.exists(f"{file}{companion}")]
    for one in there:
        one.rename(f"{one}.{end}")
    if there:
        sync_folder(file.parent)
    return Path(f"{file}.{end}") if file in there else None


def set_aside_tables(engine):
    """Move all tables to a schema of their own, in one step; gives its name."""
    schema = f"newer_{now()}"
    with engine.begin() as connection:
        tables = inspect(connection).get_table_names()
        connection.execute(text(f'CREATE SCHEMA "{schema}"'))
        for table in tables:
            connection.execute(text(f'ALTER TABLE "{table}" SET SCHEMA "{schema}"'))
    return schema
