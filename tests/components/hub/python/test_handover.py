"""The hub's side of a handover; with real hubs on the cluster of cluster.py, then the draining alone."""

import asyncio
import os
import sys
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import aiohttp
from cluster import Cluster
from hub import Hub, until

folder = os.environ["HUB_FOLDER"]
sys.path.insert(0, os.path.join(folder, "python"))

from dsaas_drain import Drain  # noqa: E402
from dsaas_handover_hooks import RENEWED  # noqa: E402

UNTIL = "2026-11-25T18:05:00Z"
FASTER = """
c.JupyterHub.allow_named_servers = True
c.Handover.interval = 0.2
c.Drain.retry = 1
"""


class RealHub(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.cluster = await self.enterAsyncContext(Cluster())
        self.hub = Hub(self.cluster, folder, self.enterContext(tempfile.TemporaryDirectory()), FASTER)
        await self.hub.start()
        self.addAsyncCleanup(self.hub.kill)

    async def said(self, **data):
        """The deployment writes, and the hub has read it."""
        self.cluster.hand_over(**data)
        await self.noticed(data.get("state", "serving"))

    async def noticed(self, state):
        async def read():
            return (await self.hub.get("/notice", token=None))["state"] == state

        await until(read, self.hub, 10)

    async def reported(self, **report):
        async def read():
            return report.items() <= (self.cluster.report or {}).items()

        try:
            await until(read, self.hub, 20)
        except AssertionError as problem:
            raise AssertionError(f"{report} is not what is reported: {self.cluster.report}") from problem

    async def pages(self, name="alice"):
        """The log-in page and, logged in, the pages on which somebody may be."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            texts = {"login": await self.hub.get("/login", token=None)}
            await self.hub.log_in(session, name)
            for page in ("home", "spawn", "token", f"user/{name}/lab"):
                # Those that lead to a running server are none.
                async with session.get(f"{self.hub.url}/{page}", allow_redirects=False) as answer:
                    texts[page] = await answer.text()
        return texts

    async def refused(self):
        """Neither the API nor the page starts a server; both say why."""
        with self.assertRaisesRegex(AssertionError, f"503 .*{RENEWED}"):
            await self.hub.request("POST", "/api/users/zoe/server", json={"profile": "basic"})
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            form = await self.hub.log_in(session, "zoe")
            async with session.post(f"{self.hub.url}/spawn", data={**form, "profile": "basic"}) as answer:
                self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "60"))
                self.assertIn(RENEWED, await answer.text())

    async def start_servers(self, count):
        """Start so many servers, one of them named; gives their pods, the one unused for longest first."""
        names = [f"user{number:02}" for number in range(count)]
        await asyncio.gather(*(self.hub.spawn(name, "basic") for name in names[:-1]))
        await self.hub.request("POST", f"/api/users/{names[-1]}")
        await self.hub.request("POST", f"/api/users/{names[-1]}/servers/second", json={"profile": "basic"})
        await until(lambda: self.running(count), self.hub)
        # Neither in the order of their names nor in that of their starts.
        order = [*names[1::2], *names[0::2]]
        now = datetime.now(timezone.utc)
        for minutes, name in enumerate(order, 1):
            used = (now + timedelta(minutes=minutes)).isoformat()
            server = "second" if name == names[-1] else ""
            body = {"last_activity": used, "servers": {server: {"last_activity": used}}}
            await self.hub.request("POST", f"/api/users/{name}/activity", json=body)
        owner = "hub.jupyter.org/username"
        pods = {pod["metadata"]["annotations"][owner]: name for name, pod in self.cluster.pods.items()}
        return [pods[name] for name in order]

    async def running(self, count):
        users = await self.hub.get("/api/users?state=ready")
        return sum(server["ready"] for user in users for server in user["servers"].values()) == count

    async def test_an_announcement_is_on_every_page_and_changes_nothing_else(self):
        await self.notebooks_ask()
        for text in (await self.pages()).values():
            self.assertNotIn('class="handover"', text)

        await self.said(state="announced", until="2026-11-25T19:05:00+01:00")
        self.assertEqual(await self.hub.get("/notice", token=None), {"state": "announced", "until": UNTIL})
        for page, text in (await self.pages()).items():
            with self.subTest(page):
                self.assertIn('<div class="handover" role="status">', text)
                self.assertIn(f'at <time id="handover-time" datetime="{UNTIL}">18:05 UTC</time>.', text)
                self.assertIn("Save your work: running servers stop then.", text)
        await self.hub.spawn_again("alice", "basic")

        with self.subTest("a time that is none"):
            await self.said(state="announced", until="<b>soon</b>")
            await until(lambda: self._until(""), self.hub, 10)
            text = (await self.pages())["home"]
            self.assertIn("This service is renewed", text)
            self.assertNotIn("<time", text)
            self.assertNotIn("<b>soon", text)
        with self.subTest("the API is away, or says nothing that is known: what was known stays"):
            self.cluster.faults["GET", "configmaps", "handover"] = 503
            self.cluster.hand_over(state="serving")
            await until(lambda: self._logged("cannot be read, all goes on as it is"), self.hub, 10)
            del self.cluster.faults["GET", "configmaps", "handover"]
            self.cluster.hand_over(state="gone")
            await until(lambda: self._logged("state 'gone' is none of serving"), self.hub, 10)
            await self.noticed("announced")
        with self.subTest("without the ConfigMap all is as before"):
            await self.said()
            for text in (await self.pages()).values():
                self.assertNotIn('class="handover"', text)
            self.assertTrue(await self.hub.is_ready("alice"))
            self.assertEqual(self.cluster.deleted, [])

    async def test_the_hub_of_a_generation_that_another_has_replaced_does_not_start(self):
        await self.hub.kill()
        self.cluster.hand_over(state="stopped", to="deadbeef")
        database = Path(self.hub.database["file"])
        before = database.read_bytes()
        with self.assertRaisesRegex(AssertionError, "the hub ended:\nThe hub does not start: generation deadbeef has taken"):
            await self.hub.start()
        self.assertEqual(database.read_bytes(), before)
        with self.subTest("it waits for an API that does not answer, and serves once it is to"):
            self.cluster.faults["GET", "configmaps", "handover"] = 503
            self.cluster.hand_over(state="serving")
            starting = asyncio.create_task(self.hub.start())
            await until(lambda: self._logged("Waiting for the Kubernetes API, which does not answer"), self.hub, 20)
            del self.cluster.faults["GET", "configmaps", "handover"]
            await starting

    async def test_draining(self):
        pods = await self.start_servers(14)
        stubborn, for_a_while, self.cluster.grace = pods[3], pods[5], 0.3
        self.cluster.faults["DELETE", "pods", stubborn] = self.cluster.faults["DELETE", "pods", for_a_while] = 403
        self.cluster.full = True
        await self.hub.request("POST", "/api/users/late")
        await self.hub.request("POST", "/api/users/late/server", json={"profile": "basic"})
        await until(self._late_waits, self.hub)

        await self.said(state="announced", until=UNTIL)
        # The time need not be told again.
        await self.said(state="draining")
        for text in (await self.pages("zoe")).values():
            self.assertIn("This service is being renewed.", text)
        await self.refused()
        await self.reported(state="draining", left="2", stopped="12", **{"for": UNTIL})
        # JupyterHub has forgotten the two by now.
        self.assertTrue(await self.running(0))
        del self.cluster.faults["DELETE", "pods", for_a_while]
        await self.reported(state="draining", left="1", stopped="13", **{"for": UNTIL})
        self.assertEqual(list(self.cluster.pods), [stubborn])
        self.assertFalse(any("/user/" in route for route in self.cluster.routes), self.cluster.routes)

        with self.subTest("in order, ten at a time, and starts are given up"):
            stopped = [pod for pod in self.cluster.deleted if pod in pods]
            self.assertEqual(set(stopped), set(pods) - {stubborn})
            # Nobody's turn comes before all but ten of those who are first, two of whom are stubborn.
            for turn, pod in enumerate(stopped):
                self.assertLessEqual(pods.index(pod), turn + 11)
            # The start that was given up goes beside them.
            self.assertLessEqual(self.cluster.most_going, 11)
            self.assertEqual(len(self.cluster.deleted), 14)
            progress = await self.hub.get("/api/users/late/server/progress")
            self.assertIn(RENEWED, progress)

        with self.subTest("a hub that starts in the midst of it goes on"):
            await self.hub.kill()
            await self.hub.start()
            self.assertIn("1 of them adopted", self.hub.log)
            await self.reported(state="draining", left="1", stopped="13", **{"for": UNTIL})
            await self.refused()
            del self.cluster.faults["DELETE", "pods", stubborn]
            await self.reported(state="drained", left="0", stopped="14", **{"for": UNTIL})
            self.assertEqual(self.cluster.pods, {})

        with self.subTest("stopped is as drained"):
            await self.said(state="stopped", until=UNTIL)
            # More than the failures in a row after which a hub ends itself, two seconds later.
            for _ in range(3):
                await self.refused()
            await asyncio.sleep(2.5)
            self.assertIsNone(self.hub.process.returncode)
            await self.reported(state="drained", left="0", stopped="14")

        with self.subTest("taken back"):
            self.cluster.full = False
            await self.said(state="serving")
            await self.hub.spawn("alice", "basic")
            for text in (await self.pages()).values():
                self.assertNotIn('class="handover"', text)
            await self.reported(state="drained", stopped="14", **{"for": UNTIL})

        with self.subTest("and begun anew"):
            await self.said(state="draining", until="2026-11-25T20:00:00Z")
            await self.reported(state="drained", stopped="1", left="0", **{"for": "2026-11-25T20:00:00Z"})

    async def notebooks_ask(self):
        """What notebooks ask for is public, and kept nowhere."""
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{self.hub.url}/notice") as answer:
                self.assertEqual(await answer.json(), {"state": "serving", "until": ""})
                self.assertEqual(answer.headers["Cache-Control"], "no-store")
                self.assertNotIn("Access-Control-Allow-Origin", answer.headers)
                self.assertNotIn("Set-Cookie", answer.headers)
        self.assertNotIn("/hub/notice", self.hub.log)

    async def _until(self, time):
        return (await self.hub.get("/notice", token=None))["until"] == time

    async def _logged(self, text):
        return text in self.hub.log

    async def _late_waits(self):
        return any(pod["status"]["phase"] == "Pending" for pod in self.cluster.pods.values())


class Server:
    """A spawner and its user, as far as draining needs them."""

    stopping = most_stopping = 0

    def __init__(self, name, used, fails=0, takes=0.0):
        self.name, self.fails, self.takes = "", fails, takes
        self.running = self.ready = self.active = True
        self.pending, self.begun = None, None
        self.orm_spawner = SimpleNamespace(last_activity=used and datetime(2026, 11, 25, used))
        self.user = SimpleNamespace(name=name, spawners={"": self}, stop=self._stop_as_jupyterhub)

    async def _stop_as_jupyterhub(self, _name):
        """Whatever comes of it, JupyterHub takes the server for stopped afterwards."""
        self.ready, self.pending = False, "stop"
        Server.stopping += 1
        Server.most_stopping = max(Server.stopping, Server.most_stopping)
        try:
            await self.stop()
        finally:
            Server.stopping -= 1
            self.active, self.pending = False, None

    async def stop(self):
        await asyncio.sleep(self.takes)
        if self.fails:
            self.fails -= 1
            raise TimeoutError("the pod does not go")
        self.running = False

    async def poll(self):
        return None if self.running else 0


class Draining(unittest.IsolatedAsyncioTestCase):
    def drain(self, *servers, **settings):
        users = {number: server.user for number, server in enumerate(servers)}
        self.routes = []

        async def delete_user(user, _name):
            self.routes.append(user.name)
            raise OSError("the proxy does not answer")

        proxy = SimpleNamespace(delete_user=delete_user)
        return Drain(app=SimpleNamespace(users=users, proxy=proxy), **{"retry": 0.1, **settings})

    async def runs(self, drain):
        """Until nothing is left."""
        task = asyncio.create_task(drain.run())
        async with asyncio.timeout(10):
            while drain.left:
                await asyncio.sleep(0.01)
        drain.end()
        await task

    async def test_the_one_unused_for_longest_comes_first(self):
        servers = [Server("b", 9), Server("a", 7), Server("c", None), Server("d", 8)]
        drain = self.drain(*servers, at_once=1)
        with self.assertLogs(drain.log, "WARNING"):
            await self.runs(drain)
        self.assertEqual(self.routes, ["c", "a", "d", "b"])
        self.assertEqual(drain.stopped, 4)

    async def test_ten_at_a_time(self):
        Server.most_stopping = 0
        drain = self.drain(*(Server(f"user{number}", 7, takes=0.05) for number in range(35)))
        with self.assertLogs(drain.log, "WARNING"):
            await self.runs(drain)
        self.assertEqual((drain.stopped, Server.most_stopping), (35, 10))

    async def test_a_failed_stop_is_tried_again_and_counts_as_left_though_jupyterhub_has_forgotten_it(self):
        server = Server("a", 7, fails=3)
        drain = self.drain(server, retry=0.5)
        with self.assertLogs(drain.log, "ERROR") as logged:
            running = asyncio.create_task(self.runs(drain))
            await asyncio.sleep(0.2)
            self.assertEqual((server.active, server.running, drain.left, drain.stopped), (False, True, 1, 0))
            await running
        self.assertEqual((server.running, drain.stopped, len(logged.records)), (False, 1, 3))

    async def test_stops_that_hang_do_not_hold_up_the_others(self):
        hang = [Server(f"hangs{number}", 7, takes=60) for number in range(3)]
        others = [Server(f"other{number}", 8) for number in range(3)]
        drain = self.drain(*hang, *others, at_once=3, slow=0.2)
        task = asyncio.create_task(drain.run())
        await asyncio.sleep(0.1)
        self.assertTrue(all(server.running for server in others))
        await asyncio.sleep(2)
        self.assertFalse(any(server.running for server in others))
        self.assertEqual((drain.left, drain.stopped), (3, 3))
        task.cancel()

    async def test_what_is_begun_is_ended_when_the_handover_is_taken_back(self):
        servers = [Server("a", 7, takes=0.3), Server("b", 8)]
        drain = self.drain(*servers, at_once=1)
        task = asyncio.create_task(drain.run())
        await asyncio.sleep(0.1)
        drain.end()
        await task
        self.assertEqual([server.running for server in servers], [False, True])

    async def test_a_server_that_is_just_starting_is_left_until_it_is_ready(self):
        server = Server("a", 7)
        server.ready, server.pending, server.begun = False, "spawn", True
        drain = self.drain(server)
        task = asyncio.create_task(drain.run())
        await asyncio.sleep(0.7)
        self.assertEqual((server.running, drain.left), (True, 1))
        server.ready, server.pending = True, None
        await asyncio.sleep(0.7)
        self.assertEqual((server.running, drain.left), (False, 0))
        drain.end()
        await task

    async def test_starts_that_are_refused_count_in_no_step(self):
        server = Server("a", 7)
        server.ready, server.pending = False, "spawn"
        drain = self.drain(server)
        self.assertEqual(drain.left, 0)
        server.pending, server.begun = "stop", False
        self.assertEqual(drain.left, 0)


if __name__ == "__main__":
    unittest.main()
