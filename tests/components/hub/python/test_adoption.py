"""A hub that lost its database adopts the servers that run; with real hubs, and piece by piece."""

import copy
import os
import sqlite3
import sys
import tempfile
import unittest
from contextlib import closing
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import aiohttp
from cluster import NAMESPACE, Cluster
from hub import Hub, until

folder = os.environ["HUB_FOLDER"]
sys.path.insert(0, os.path.join(folder, "python"))

import dsaas_adoption  # noqa: E402
from dsaas_adoption import NoServer, adopt_labs, read_pod, running_labs  # noqa: E402
from dsaas_backup import make_backup  # noqa: E402
from dsaas_cluster import ClusterUnavailable  # noqa: E402

# user -> profile; the second one's name is another in the names of objects and in labels.
users = {"alice": "basic", "ada.lovelace": "data-science"}


def rows(file):
    """What the database says about users' servers, without what differs from one moment to the next."""
    queries = {
        "users": "SELECT name, admin FROM users",
        "roles": "SELECT u.name, r.name FROM users u, roles r, user_role_map m WHERE m.user_id = u.id AND m.role_id = r.id",
        "spawners": "SELECT u.name, s.name, display_name, s.state, user_options, oauth_client_id, started IS NULL"
        " FROM spawners s JOIN users u ON s.user_id = u.id",
        "servers": "SELECT proto, ip, port, base_url, cookie_name FROM servers",
        "clients": "SELECT identifier, description, redirect_uri, allowed_scopes FROM oauth_clients",
        "tokens": "SELECT prefix, client_id, note, scopes, expires_at FROM api_tokens WHERE user_id IS NOT NULL",
        "revision": "SELECT version_num FROM alembic_version",
    }
    with closing(sqlite3.connect(file)) as connection:
        return {name: sorted(map(normal, connection.execute(query))) for name, query in queries.items()}


def normal(row):
    """Scopes are sets."""
    return str([sorted(value.strip("[]").split(", ")) if str(value).startswith("[") else value for value in row])


class LostDatabase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.cluster = await self.enterAsyncContext(Cluster())
        self.hub = Hub(self.cluster, folder, self.enterContext(tempfile.TemporaryDirectory()))
        await self.hub.start()
        self.addAsyncCleanup(self.hub.kill)
        for name, profile in users.items():
            await self.hub.spawn(name, profile)
        self.tokens = {
            pod["metadata"]["annotations"]["hub.jupyter.org/username"]: self.cluster.environment_of(name)["JUPYTERHUB_API_TOKEN"]
            for name, pod in self.cluster.pods.items()
        }

    async def enter(self, name):
        """Do what a user's browser and server do when the user comes; gives whom the server then sees."""
        environment = self.cluster.environment_of(self.pod_of(name))
        client, callback = environment["JUPYTERHUB_CLIENT_ID"], environment["JUPYTERHUB_OAUTH_CALLBACK_URL"]
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            await self.hub.log_in(session, name)
            query = {"client_id": client, "redirect_uri": callback, "response_type": "code", "state": "1"}
            async with session.get(f"{self.hub.url}/api/oauth2/authorize", params=query, allow_redirects=False) as answer:
                self.assertEqual(answer.status, 302, self.hub.log)
                target = urlsplit(answer.headers["Location"])
                self.assertEqual(target.path, callback)
        form = {
            "grant_type": "authorization_code",
            "client_id": client,
            "client_secret": environment["JUPYTERHUB_API_TOKEN"],
            "redirect_uri": callback,
            "code": parse_qs(target.query)["code"][0],
        }
        answer = await self.hub.request("POST", "/api/oauth2/token", token=None, data=form)
        return await self.hub.get("/api/user", answer["access_token"])

    def pod_of(self, name):
        return next(
            pod for pod, one in self.cluster.pods.items() if one["metadata"]["annotations"]["hub.jupyter.org/username"] == name
        )

    async def test_everything_works_as_before(self):
        file = self.hub.database["file"]
        identities = {name: await self.hub.get("/api/user", token) for name, token in self.tokens.items()}
        pods = copy.deepcopy(self.cluster.pods)
        await self.hub.kill()
        before = rows(file)

        with self.subTest("the database is lost, and there is no backup"):
            os.rename(file, f"{file}.before")
            self.cluster.routes.clear()
            await self.hub.start()
            self.assertIn("2 servers run, 2 of them adopted", self.hub.log)
            self.assertEqual(rows(file), before)
            for name, token in self.tokens.items():
                self.assertNotIn(token, self.hub.log)
                await until(lambda: self.hub.is_ready(name), self.hub)
                server = await self.hub.server(name)
                self.assertEqual(server["user_options"], {"profile": users[name]})
                self.assertEqual(server["started"], started(pods[self.pod_of(name)]))
                self.assertIn(f"/user/{name}", self.cluster.routes)
                # The server shows its own token and reports with it, and its user enters it again.
                seen = await self.hub.get("/api/user", token)
                self.assertEqual((seen["name"], set(seen["scopes"])), (name, set(identities[name]["scopes"])))
                activity = {"last_activity": "2026-01-01T00:00:00Z"}
                activity["servers"] = {"": dict(activity)}
                await self.hub.request("POST", f"/api/users/{name}/activity", token, json=activity)
                self.assertEqual((await self.enter(name))["name"], name)
            # Nothing was started anew.
            self.assertEqual(self.cluster.pods, pods)

        with self.subTest("the database comes from a backup, from before the user's last start"):
            make_backup({**self.hub.database, "file": f"{file}.before"}, None, self.hub.place / "backup", keep=3)
            await self.hub.request("DELETE", "/api/users/alice/server")
            await until(lambda: self.is_stopped("alice"), self.hub)
            await self.hub.spawn_again("alice", "data-science")
            token = self.cluster.environment_of(self.pod_of("alice"))["JUPYTERHUB_API_TOKEN"]
            self.assertNotEqual(token, self.tokens["alice"])
            await self.hub.kill()
            with open(file, "r+b") as damaged:
                damaged.write(b"nothing that SQLite knows")
            await self.hub.start()
            self.assertIn("2 servers run, 1 of them adopted", self.hub.log)
            await until(lambda: self.hub.is_ready("alice"), self.hub)
            self.assertEqual((await self.hub.get("/api/user", token))["name"], "alice")
            self.assertEqual((await self.enter("alice"))["name"], "alice")
            self.assertEqual((await self.hub.server("alice"))["user_options"], {"profile": "data-science"})

        with self.subTest("the hub stops what it adopted"):
            await self.hub.request("DELETE", "/api/users/alice/server")
            await until(lambda: self.is_stopped("alice"), self.hub)
            self.assertEqual(list(self.cluster.pods), [self.pod_of("ada.lovelace")])

    async def is_stopped(self, name):
        return await self.hub.server(name) is None


def started(pod):
    return pod["status"]["containerStatuses"][0]["state"]["running"]["startedAt"]


def pod(name="alice", token="0123456789abcdef"):
    """A server's pod as the API gives it."""
    environment = {
        "JUPYTERHUB_API_TOKEN": token,
        "JUPYTERHUB_USER": name,
        "JUPYTERHUB_CLIENT_ID": f"jupyterhub-user-{name}",
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"/user/{name}/oauth_callback",
        "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES": "[]",
        "JUPYTERHUB_SERVICE_PREFIX": f"/user/{name}/",
    }
    container = {
        "name": "notebook",
        "env": [{"name": key, "value": value} for key, value in environment.items()],
        "ports": [{"name": "notebook-port", "containerPort": 8888}],
    }
    running = {"startedAt": "2026-11-21T12:00:00Z"}
    return {
        "metadata": {
            "name": f"jupyter-{name}",
            "namespace": NAMESPACE,
            "creationTimestamp": "2026-11-21T11:59:00Z",
            "annotations": {"hub.jupyter.org/username": name},
        },
        "spec": {"containers": [container]},
        "status": {
            "phase": "Running",
            "podIP": "10.244.1.7",
            "containerStatuses": [{"name": "notebook", "state": {"running": running}}],
        },
    }


def without(one, *path):
    one = copy.deepcopy(one)
    part = one
    for key in path[:-1]:
        part = part[key]
    del part[path[-1]]
    return one


class Pods(unittest.TestCase):
    def test_what_is_no_running_server(self):
        cases = {
            "being deleted": pod() | {"metadata": {**pod()["metadata"], "deletionTimestamp": "2026-11-21T12:00:00Z"}},
            "failed": pod() | {"status": {"phase": "Failed"}},
            "ended": pod() | {"status": {"phase": "Running", "containerStatuses": [{"name": "notebook", "state": {"terminated": {}}}]}},
            "nobody's": without(pod(), "metadata", "annotations"),
            "without a container": pod() | {"spec": {"containers": []}},
            "without a port": without(pod(), "spec", "containers", 0, "ports"),
            "without an environment": without(pod(), "spec", "containers", 0, "env"),
            "another's": pod() | {"metadata": {**pod()["metadata"], "annotations": {"hub.jupyter.org/username": "bob"}}},
            "without a token": pod(token=None),
            "with too short a token": pod(token="short"),
            "empty": {},
            "no object": None,
            "a list": [],
        }
        for case, one in cases.items():
            with self.subTest(case), self.assertRaises(NoServer) as raised:
                read_pod(one)
            self.assertNotIn("0123456789abcdef", str(raised.exception))

    def test_one_that_is_still_starting_has_no_address(self):
        self.assertIsNone(read_pod(pod() | {"status": {"phase": "Pending"}}).address)
        self.assertEqual(read_pod(pod()).address, "10.244.1.7")

    def test_its_token_is_not_printed(self):
        self.assertNotIn("0123456789abcdef", repr(read_pod(pod())))


class Adoption(unittest.TestCase):
    def setUp(self):
        self.file = os.path.join(self.enterContext(tempfile.TemporaryDirectory()), "jupyterhub.sqlite")
        self.url = f"sqlite:///{self.file}"

    def adopt(self, *pods):
        return [lab.pod for lab in adopt_labs(self.url, [read_pod(one) for one in pods])]

    def test_once(self):
        self.assertEqual(self.adopt(pod(), pod("bob", "fedcba9876543210")), ["jupyter-alice", "jupyter-bob"])
        once = rows(self.file)
        self.assertEqual(self.adopt(pod(), pod("bob", "fedcba9876543210")), [])
        self.assertEqual(rows(self.file), once)

    def test_secrets_are_stored_as_hashes_only(self):
        self.adopt(pod())
        self.assertNotIn(b"0123456789abcdef", Path(self.file).read_bytes())

    def test_a_token_that_is_somebody_elses(self):
        self.adopt(pod())
        once = rows(self.file)
        with self.assertLogs("dsaas.adoption", "WARNING") as logged:
            self.assertEqual(self.adopt(pod("bob"), pod("carol", "fedcba9876543210")), ["jupyter-carol"])
        self.assertIn("jupyter-bob is not adopted: it has a token that is somebody else's", logged.output[0])
        left = rows(self.file)
        self.assertEqual([row for row in left["users"] if "carol" not in row], once["users"])

    def test_one_that_fails_spoils_no_other(self):
        real = dsaas_adoption.make_provider

        def failing(*args, **kwargs):
            provider = real(*args, **kwargs)
            add = provider.add_client

            def add_client(client_id, *args, **kwargs):
                if client_id.endswith("bob"):
                    raise RuntimeError("fedcba9876543210")
                return add(client_id, *args, **kwargs)

            return mock.Mock(add_client=add_client)

        with mock.patch.object(dsaas_adoption, "make_provider", failing), self.assertLogs("dsaas.adoption") as logged:
            self.assertEqual(self.adopt(pod("bob", "fedcba9876543210"), pod()), ["jupyter-alice"])
        self.assertNotIn("fedcba9876543210", str(logged.output))
        self.assertEqual([row for table in rows(self.file).values() for row in table if "bob" in row], [])

    def test_interrupted_half_way(self):
        self.adopt(pod())
        before = rows(self.file)
        real = dsaas_adoption.adopt

        def interrupted(session, lab):
            if lab.username == "carol":
                raise KeyboardInterrupt
            return real(session, lab)

        with mock.patch.object(dsaas_adoption, "adopt", interrupted), self.assertRaises(KeyboardInterrupt):
            self.adopt(pod("bob", "fedcba9876543210"), pod("carol", "0011223344556677"))
        self.assertEqual(rows(self.file), before)


class Answers(unittest.IsolatedAsyncioTestCase):
    async def test_damaged_pods_are_left_out(self):
        with mock.patch.object(dsaas_adoption, "_pods", mock.AsyncMock(return_value=[None, {}, pod()])):
            self.assertEqual([lab.username for lab in await running_labs(NAMESPACE)], ["alice"])

    async def test_a_cluster_that_does_not_answer(self):
        for problem in (OSError("refused"), dsaas_adoption.ApiException(status=403, reason="403 Forbidden")):
            with mock.patch.object(dsaas_adoption, "_pods", mock.AsyncMock(side_effect=problem)):
                with self.assertRaises(ClusterUnavailable):
                    await running_labs(NAMESPACE, patience=0)


if __name__ == "__main__":
    unittest.main()
