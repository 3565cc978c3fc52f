"""The hub's database in PostgreSQL, on a real server over TLS: used, backed up, restored, lost."""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from cluster import Cluster, free_port
from hub import Hub, until
from test_directory import certificate

folder = os.environ["HUB_FOLDER"]
sys.path.insert(0, os.path.join(folder, "python"))

from dsaas_backup import back_up_before_upgrade, backups, file_revision, make_backup  # noqa: E402
from dsaas_database import database_url, installed_revisions  # noqa: E402

binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))


class Server:
    """PostgreSQL that takes TLS only, and asks for a password."""

    def __init__(self, place, password):
        self.port = free_port()
        self.place = Path(place)
        self.certificate = certificate(place, "server")
        os.chmod(self.certificate, 0o600)
        # It refuses to run as root.
        self.account = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.account:
            shutil.chown(place, "postgres")
            shutil.chown(self.certificate, "postgres")
        (self.place / "password").write_text(password)
        self.run("initdb", "-D", "data", "-U", "hub", "-A", "scram-sha-256", "--pwfile", "password", "-E", "UTF8")
        access = "local all all trust\nhostssl all all all scram-sha-256\n"
        (self.place / "data" / "pg_hba.conf").write_text(access)
        files = f"-c ssl_cert_file={self.certificate} -c ssl_key_file={self.certificate}"
        options = f"-p {self.port} -k {place} -c ssl=on {files} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def run(self, program, *args):
        command = [*self.account, binaries / program, *args]
        done = subprocess.run(command, cwd=self.place, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise AssertionError(f"{program}: {done.stdout}")

    def sql(self, *lines):
        commands = [part for line in lines for part in ("-c", line)]
        self.run("psql", "-h", str(self.place), "-p", str(self.port), "-U", "hub", "-d", "postgres", *commands)

    def stop(self):
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "stop")


class Postgresql(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.password = Path(folder, "secrets", "database-password").read_text()
        self.server = Server(self.enterContext(tempfile.TemporaryDirectory()), self.password)
        self.addCleanup(self.server.stop)
        self.cluster = await self.enterAsyncContext(Cluster())
        self.hub = Hub(
            self.cluster,
            folder,
            self.enterContext(tempfile.TemporaryDirectory()),
            kind="postgresql",
            host="127.0.0.1",
            port=self.server.port,
            database="jupyterhub",
            user="hub",
        )
        self.addAsyncCleanup(self.hub.kill)
        self.authority = self.hub.folder / "settings" / "database-ca.pem"
        shutil.copy(self.server.certificate, self.authority)
        self.url = database_url(self.hub.database, self.hub.folder)

    def lose(self):
        self.server.sql("DROP DATABASE IF EXISTS jupyterhub", "CREATE DATABASE jupyterhub")

    async def test_used_backed_up_restored_and_lost(self):
        self.assertNotIn(self.password, self.url)
        self.lose()
        await self.hub.start()
        await self.hub.spawn("alice", "basic")
        make_backup(self.hub.database, self.url, self.hub.place / "backup", 3)
        await self.hub.kill()

        with self.subTest("restored from the backup"):
            self.lose()
            await self.hub.start()
            (backup,) = backups(self.hub.place / "backup")
            self.assertIn(f"The hub's database is empty: the backup {backup.name} is restored", self.hub.log)
            self.assertIn("1 servers run, 0 of them adopted", self.hub.log)
            await until(lambda: self.hub.is_ready("alice"), self.hub)
            # New rows get numbers of their own.
            await self.hub.spawn("bob", "basic")
            await self.hub.kill()

        with self.subTest("a newer JupyterHub's tables are kept, and the backup is restored"):
            self.server.sql(r"\connect jupyterhub", "UPDATE alembic_version SET version_num = 'ffffffffffff'")
            await self.hub.start()
            said = rf"revision ffffffffffff\): the backup {backup.name} is restored; .* in the schema newer_\d{{8}}T\S+Z\n"
            self.assertRegex(self.hub.log, said)
            # What has been started since the backup was made.
            self.assertIn("2 servers run, 1 of them adopted", self.hub.log)
            await until(lambda: self.hub.is_ready("bob"), self.hub)
            await self.hub.kill()

        with self.subTest("tables that are about to change are backed up as they are"):
            older = installed_revisions()[1]
            self.server.sql(r"\connect jupyterhub", f"UPDATE alembic_version SET version_num = '{older}'")
            back_up_before_upgrade(self.hub.database, self.url)
            saved, first = backups(self.hub.place / "backup")
            self.assertEqual(first, backup)
            unpacked = self.hub.place / "unpacked"
            unpacked.write_bytes(gzip.decompress(saved.read_bytes()))
            self.assertEqual(file_revision(unpacked), older)
            saved.unlink()

        with self.subTest("without a backup, the servers that run are adopted"):
            self.lose()
            backup.unlink()
            await self.hub.start()
            self.assertIn("2 servers run, 2 of them adopted", self.hub.log)
            for name in ("alice", "bob"):
                await until(lambda: self.hub.is_ready(name), self.hub)
        self.assertNotIn(self.password, self.hub.log)

    async def test_another_servers_certificate_is_refused(self):
        self.lose()
        shutil.copy(certificate(self.hub.place, "another"), self.authority)
        with self.assertRaisesRegex(Exception, "certificate verify failed"):
            make_backup(self.hub.database, self.url, self.hub.place / "backup", 3)
        self.assertEqual(os.listdir(self.hub.place / "backup"), [])


if __name__ == "__main__":
    unittest.main()
