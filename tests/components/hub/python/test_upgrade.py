"""A database that an older or a newer JupyterHub has left."""

import os
import sqlite3
import sys
import unittest
from contextlib import closing

from test_backup import Case, users, write

sys.path.insert(0, os.path.join(os.environ["HUB_FOLDER"], "python"))

from dsaas_backup import back_up_before_upgrade, backups, file_revision  # noqa: E402
from dsaas_database import installed_revisions  # noqa: E402
from dsaas_restore import NoUsableBackup, restore  # noqa: E402


def of_revision(file, number):
    """Note, as JupyterHub does, which one of its versions has made the tables."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)")
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (number,))


class Upgrade(Case):
    """A hub whose JupyterHub is newer or older than its database."""

    def setUp(self):
        super().setUp()
        self.database["backup"]["keep"] = 3
        self.url = f"sqlite:///{self.file}"

    def test_tables_that_are_about_to_change_are_backed_up(self):
        newest, older, *_ = installed_revisions()
        back_up_before_upgrade(self.database, self.url)
        self.assertEqual((self.names(), self.file.exists()), ([], False))
        write(self.file, "alice")
        for number in (newest, older):
            of_revision(self.file, number)
            back_up_before_upgrade(self.database, self.url)
        (made,) = backups(self.folder)
        self.file.unlink()
        restore(self.database, self.url)
        self.assertEqual((users(self.file), file_revision(self.file)), ({"alice"}, older))
        self.assertTrue(made.exists())

    def test_no_room_for_that_backup_keeps_no_hub_from_starting(self):
        write(self.file, "alice")
        of_revision(self.file, installed_revisions()[1])
        self.database["backup"]["folder"] = "/nowhere"
        with self.assertLogs("dsaas.backup", "ERROR") as logged:
            back_up_before_upgrade(self.database, self.url)
        self.assertIn("about to be upgraded, and no backup of it could be made: ", logged.output[0])

    def test_a_newer_hubs_database_makes_way_for_the_last_backup_before_it(self):
        write(self.file, "alice")
        of_revision(self.file, installed_revisions()[0])
        self.back_up(0)
        write(self.file, "bob")
        of_revision(self.file, "ffffffffffff")
        self.back_up(1)
        with self.assertLogs("dsaas.restore", "WARNING") as logged:
            restore(self.database, self.url)
        self.assertIn("is a newer JupyterHub's (its tables have revision ffffffffffff); an older one", logged.output[0])
        self.assertIn("revision ffffffffffff): the backup jupyterhub-19700101T000000Z.sqlite.gz is", logged.output[1])
        self.assertEqual(users(self.file), {"alice"})
        (kept,) = (name for name in self.names(self.file.parent) if name != self.file.name)
        self.assertTrue(kept.startswith("jupyterhub.sqlite.newer-"), kept)
        self.assertEqual(users(self.file.parent / kept), {"alice", "bob"})

    def test_where_all_that_is_left_is_newer_nothing_is_begun_anew(self):
        write(self.file, "alice")
        of_revision(self.file, "ffffffffffff")
        with self.assertRaisesRegex(NoUsableBackup, "deploy the hub's image of that JupyterHub again"):
            restore(self.database, self.url)
        self.back_up(0)
        self.file.unlink()
        with self.assertRaises(NoUsableBackup):
            restore(self.database, self.url)
        self.assertEqual(self.names(self.file.parent), [])


if __name__ == "__main__":
    unittest.main()
