"""Backups of the hub's database, and what becomes of it when it is lost."""

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from unittest import mock

from hub import mount

folder = os.environ["HUB_FOLDER"]
python = os.path.join(folder, "python")
sys.path.insert(0, python)

import dsaas_backup  # noqa: E402
import dsaas_restore  # noqa: E402
from dsaas_backup import backups, damage, make_backup, seconds_until_due  # noqa: E402
from dsaas_restore import restore  # noqa: E402


def write(file, *names):
    """A database with these users; what it holds besides is so much that it has many pages."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS users (name TEXT, filler TEXT)")
        connection.executemany("INSERT INTO users VALUES (?, ?)", [(name, "x" * 2000) for name in names * 20])


def users(file):
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM users")}


class Case(unittest.TestCase):
    def setUp(self):
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder, state = place / "backup", place / "state"
        self.folder.mkdir()
        state.mkdir()
        self.file = state / "jupyterhub.sqlite"
        self.database = {"kind": "volume", "file": str(self.file), "backup": {"folder": str(self.folder)}}

    def back_up(self, time=None, keep=48):
        if time is None:
            return make_backup(self.database, None, self.folder, keep)
        with mock.patch.object(dsaas_backup, "datetime", mock.Mock(wraps=datetime, now=lambda _zone: moment(time))):
            return make_backup(self.database, None, self.folder, keep)

    def names(self, place=None):
        return sorted(os.listdir(place or self.folder))


def moment(minutes):
    return datetime.fromtimestamp(minutes * 60, timezone.utc)


class Backups(Case):
    def test_a_backup_is_the_database(self):
        write(self.file, "alice")
        made = self.back_up(0)
        self.assertEqual(made.name, "jupyterhub-19700101T000000Z.sqlite.gz")
        unpacked = self.folder / "unpacked"
        unpacked.write_bytes(gzip.decompress(made.read_bytes()))
        self.assertIsNone(damage(unpacked))
        self.assertEqual(users(unpacked), {"alice"})

    def test_of_one_moment_while_the_hub_writes(self):
        with closing(sqlite3.connect(self.file)) as connection, connection:
            connection.execute("CREATE TABLE users (name TEXT)")
            connection.execute("CREATE TABLE others (name TEXT)")
        stop = threading.Event()

        def hub():
            with closing(sqlite3.connect(self.file)) as connection:
                for i in range(100000):
                    if stop.is_set():
                        return
                    with connection:
                        connection.execute("INSERT INTO users VALUES (?)", (i,))
                        connection.execute("INSERT INTO others VALUES (?)", (i,))

        thread = threading.Thread(target=hub)
        thread.start()
        try:
            for i in range(10):
                made = self.back_up(i)
                unpacked = self.folder / "unpacked"
                unpacked.write_bytes(gzip.decompress(made.read_bytes()))
                with closing(sqlite3.connect(unpacked)) as connection:
                    counts = [connection.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in ("users", "others")]
                self.assertEqual(counts[0], counts[1])
        finally:
            stop.set()
            thread.join()

    def test_the_oldest_go_and_nothing_else_does(self):
        write(self.file, "alice")
        (self.folder / "jupyterhub-notes.sqlite.gz").write_text("an operator's")
        (self.folder / "lost+found").mkdir()
        made = [self.back_up(i, keep=3).name for i in range(5)]
        self.assertEqual(self.names(), [*made[2:], "jupyterhub-notes.sqlite.gz", "lost+found"])

    def test_the_newest_stays_when_the_clock_goes_back(self):
        write(self.file, "alice")
        for i in range(5, 8):
            self.back_up(i, keep=3)
        self.assertTrue(self.back_up(0, keep=3).exists())

    def test_a_damaged_database_costs_no_backup(self):
        write(self.file, "alice")
        made = [self.back_up(i, keep=2).name for i in range(2)]
        self.file.write_bytes(self.file.read_bytes()[:6000])
        with self.assertRaises((ValueError, sqlite3.DatabaseError)):
            self.back_up(2, keep=2)
        self.assertEqual(self.names(), made)

    def test_a_full_disk_costs_no_backup(self):
        write(self.file, "alice")
        made = self.back_up(0, keep=1)
        content = made.read_bytes()
        write(self.file, *(os.urandom(8).hex() for _ in range(2000)))
        # In a process of its own, no file of which may become larger than 20 kB; the copy is made before.
        script = (
            "import resource, signal, sys, json; sys.path.insert(0, sys.argv[1]); import dsaas_backup\n"
            "compress = dsaas_backup.compress\n"
            "def limited(*args):\n"
            "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
            "    compress(*args)\n"
            "dsaas_backup.compress = limited\n"
            "dsaas_backup.make_backup({'kind': 'volume', 'file': sys.argv[2]}, None, sys.argv[3], keep=1)\n"
        )
        done = subprocess.run([sys.executable, "-c", script, python, self.file, self.folder], capture_output=True, text=True)
        self.assertIn("OSError: [Errno 27] File too large", done.stderr)
        self.assertEqual(self.names(), [made.name])
        self.assertEqual(made.read_bytes(), content)

    def test_a_kill_half_way_leaves_no_file_under_a_backups_name(self):
        write(self.file, "alice")
        script = (
            "import os, signal, sys; sys.path.insert(0, sys.argv[1]); import dsaas_backup\n"
            "dsaas_backup.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
            "dsaas_backup.make_backup({'kind': 'volume', 'file': sys.argv[2]}, None, sys.argv[3], keep=1)\n"
        )
        done = subprocess.run([sys.executable, "-c", script, python, self.file, self.folder])
        self.assertEqual(done.returncode, -signal.SIGKILL)
        self.assertEqual(backups(self.folder), [])
        made = self.back_up()
        self.assertEqual(self.names(), [made.name])

    def test_when_the_next_is_due(self):
        write(self.file, "alice")
        self.assertEqual(seconds_until_due(self.folder, 3600, 0), 0)
        self.back_up(0)
        self.assertEqual(seconds_until_due(self.folder, 3600, 600), 3000)
        self.assertEqual(seconds_until_due(self.folder, 3600, 4000), 0)
        # A clock that was in the future once must not stop backups until then.
        self.assertEqual(seconds_until_due(self.folder, 3600, -60), 0)

    def test_the_program_as_the_pod_runs_it(self):
        write(self.file, "alice")
        place = self.folder.parent / "hub"
        for name in ("python", "settings"):
            mount(Path(folder, name), place / name)
        settings = {"database": {**self.database, "backup": {"folder": str(self.folder), "every": 3600, "keep": 1}}}
        (place / "settings" / "..data" / "settings.json").write_text(json.dumps(settings))
        command = [sys.executable, place / "python" / "dsaas_backup.py"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
            said = program.stderr.readline()
            program.terminate()
            # SIGTERM ends it at once, so that the hub's pod stops quickly.
            program.wait(timeout=5)
        self.assertRegex(said, r"The hub's database is backed up in .*\.sqlite\.gz \(\d+ bytes\)")

    def test_nothing_ends_it(self):
        ended = KeyboardInterrupt()
        waits = []

        def sleep(seconds):
            waits.append(seconds)
            if len(waits) == 4:
                raise ended

        settings = {"database": {**self.database, "backup": {"folder": "/nowhere", "every": 60, "keep": 1}}}
        with (
            mock.patch.object(dsaas_backup, "load_settings", lambda _: settings),
            mock.patch.object(dsaas_backup.time, "sleep", sleep),
            self.assertLogs("dsaas.backup", "ERROR") as logged,
            self.assertRaises(KeyboardInterrupt),
        ):
            dsaas_backup.main(Path(folder))
        self.assertEqual(waits, [5, 10, 20, 40])
        self.assertIn("No backup of the hub's database was made, the next try is in 5 s: ", logged.output[0])


class Restore(Case):
    def restored(self):
        """What restoring says."""
        with self.assertLogs("dsaas.restore", "INFO") as logged:
            restore(self.database, None)
        return [line.split(":", 2)[2] for line in logged.output]

    def beside(self):
        return [name for name in self.names(self.file.parent) if name != self.file.name]

    def test_a_good_database_is_left_alone(self):
        write(self.file, "alice")
        self.back_up(0)
        write(self.file, "bob")
        content = self.file.read_bytes()
        self.assertEqual(self.restored(), ["The hub's database is good"])
        self.assertEqual((self.file.read_bytes(), self.beside()), (content, []))

    def test_a_first_start(self):
        said = "The hub's database is missing and there is no good backup: the hub starts with a new one"
        self.assertEqual(self.restored(), [said])
        self.assertEqual(self.names(self.file.parent), [])

    def test_what_is_lost(self):
        write(self.file, "alice")
        whole = self.file.read_bytes()
        torn = bytearray(whole)
        torn[4096 : 4096 * 4] = os.urandom(4096 * 3)
        cases = {
            "is missing": None,
            "is empty": b"",
            "is damaged (file is not a database)": b"nothing that SQLite knows" * 100,
            "is damaged (": bytes(torn),
        }
        self.back_up(0)
        write(self.file, "bob")
        self.back_up(1)
        for problem, content in cases.items():
            with self.subTest(problem):
                self.file.unlink()
                for name in self.beside():
                    (self.file.parent / name).unlink()
                if content is not None:
                    self.file.write_bytes(content)
                (said,) = self.restored()
                self.assertTrue(said.startswith(f"The hub's database {problem}"), said)
                self.assertIn(": the backup jupyterhub-19700101T000100Z.sqlite.gz is restored", said)
                self.assertEqual(users(self.file), {"alice", "bob"})
                kept = self.beside()
                self.assertEqual(len(kept), 0 if content is None else 1)
                if content is not None:
                    self.assertEqual((self.file.parent / kept[0]).read_bytes(), content)
                    self.assertIn(kept[0], said)
        self.assertEqual(len(self.names()), 2)

    def test_older_backups_when_the_newest_are_damaged(self):
        for i, name in enumerate(["alice", "bob", "carol", "dora"]):
            write(self.file, name)
            self.back_up(i)
        newest = backups(self.folder)
        newest[0].write_bytes(newest[0].read_bytes()[:-20])
        newest[1].write_bytes(b"no archive")
        newest[2].write_bytes(gzip.compress(b"no database" * 100))
        self.file.unlink()
        said = self.restored()
        self.assertEqual(len(said), 4)
        self.assertIn("the backup jupyterhub-19700101T000000Z.sqlite.gz is restored", said[-1])
        self.assertEqual(users(self.file), {"alice"})
        self.assertEqual(len(self.names()), 4)

    def test_without_any_good_backup_the_hub_begins_anew_and_the_old_one_is_kept(self):
        write(self.file, "alice")
        (self.folder / "jupyterhub-20260101T000000Z.sqlite.gz").write_bytes(b"no archive")
        self.file.write_bytes(b"nothing that SQLite knows" * 100)
        said = self.restored()[-1]
        self.assertIn("there is no good backup: the hub starts with a new one; what was there is kept as", said)
        self.assertFalse(self.file.exists())
        self.assertEqual(len(self.beside()), 1)

    def test_a_journal_of_the_lost_database_is_never_applied_to_the_restored_one(self):
        write(self.file, "alice")
        self.back_up(0)
        journal = Path(f"{self.file}-journal")
        script = (
            "import os, signal, sqlite3, sys\n"
            "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "connection.execute('PRAGMA cache_size=1')\n"
            "connection.execute('BEGIN')\n"
            "connection.execute(\"UPDATE users SET filler = 'y'\")\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        subprocess.run([sys.executable, "-c", script, self.file])
        self.assertTrue(journal.exists())
        self.file.unlink()
        self.restored()
        self.assertEqual(users(self.file), {"alice"})
        self.assertFalse(journal.exists())
        self.assertEqual(len(self.beside()), 1)

    def test_what_a_hub_was_writing_when_it_died_is_undone_and_nothing_restored(self):
        write(self.file, "alice")
        self.back_up(0)
        write(self.file, "bob")
        script = (
            "import os, signal, sqlite3, sys\n"
            "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
            "connection.execute('PRAGMA cache_size=1')\n"
            "connection.execute('BEGIN')\n"
            "connection.execute(\"UPDATE users SET name = 'carol'\")\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        subprocess.run([sys.executable, "-c", script, self.file])
        self.assertEqual(self.restored(), ["The hub's database is good"])
        self.assertEqual(users(self.file), {"alice", "bob"})

    def test_killed_between_any_two_steps(self):
        """Whatever it was doing, the next run ends with the backup's database and keeps the lost one."""
        write(self.file, "alice")
        self.back_up(0)
        lost = b"nothing that SQLite knows" * 100
        for step in ("rename", "replace", "fsync"):
            with self.subTest(step):
                for name in self.names(self.file.parent):
                    if not name.startswith("."):
                        (self.file.parent / name).unlink()
                self.file.write_bytes(lost)
                script = (
                    "import os, pathlib, signal, sys; sys.path.insert(0, sys.argv[1]); import dsaas_restore\n"
                    "die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
                    "place = pathlib.Path if sys.argv[4] == 'rename' else os\n"
                    "setattr(place, sys.argv[4], die)\n"
                    "dsaas_restore.restore_file(pathlib.Path(sys.argv[2]), sys.argv[3])\n"
                )
                done = subprocess.run([sys.executable, "-c", script, python, self.file, self.folder, step])
                self.assertEqual(done.returncode, -signal.SIGKILL)
                self.restored()
                self.assertEqual(users(self.file), {"alice"})
                kept = [(self.file.parent / name).read_bytes() for name in self.beside() if not name.startswith(".")]
                self.assertEqual(kept, [lost])

    def test_a_volume_that_cannot_be_read_stops_the_start_and_touches_nothing(self):
        write(self.file, "alice")
        self.back_up(0)
        content = self.file.read_bytes()
        locked = sqlite3.OperationalError("disk I/O error")
        locked.sqlite_errorcode = sqlite3.SQLITE_IOERR
        with mock.patch.object(dsaas_restore, "damage", side_effect=locked), self.assertRaises(sqlite3.OperationalError):
            restore(self.database, None)
        self.assertEqual((self.file.read_bytes(), self.beside()), (content, []))

    def test_a_full_volume_stops_the_start_and_touches_nothing(self):
        write(self.file, "alice")
        self.back_up(0)
        lost = b"nothing that SQLite knows"
        self.file.write_bytes(lost)
        script = (
            "import pathlib, resource, signal, sys; sys.path.insert(0, sys.argv[1]); import dsaas_restore\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
            "dsaas_restore.restore_file(pathlib.Path(sys.argv[2]), sys.argv[3])\n"
        )
        done = subprocess.run([sys.executable, "-c", script, python, self.file, self.folder], capture_output=True, text=True)
        self.assertIn("File too large", done.stderr)
        self.assertEqual((self.file.read_bytes(), self.beside()), (lost, []))


if __name__ == "__main__":
    unittest.main()
