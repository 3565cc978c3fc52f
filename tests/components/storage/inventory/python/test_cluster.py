"""The program against an API: it follows what changes, writes it down, and tells hub and users."""

import asyncio
import contextlib
import errno
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import dsaas_inventory
from dsaas_inventory import Cluster, Keeper, Stopped, keep, live, until_serving
from dsaas_shelf import Shelf
from fake_api import CLAIMS, HANDOVER, KNOWN_HOMES, SETTINGS, TRIDENT, VOLUMES, FakeApi
from test_records import BACKENDS, NFS, claim, local, trident, tvol

KEY = "the stack's own key"


class ClusterTest(unittest.IsolatedAsyncioTestCase):
    settings = SETTINGS

    async def asyncSetUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.ready = Path(place.name) / "ready"
        folder = Path(place.name) / "shelf"
        folder.mkdir()
        self.shelf = Shelf(folder, KEY)
        for patch in (
            mock.patch.object(dsaas_inventory, "SETTLE_SECONDS", 0.01),
            mock.patch.object(dsaas_inventory, "READY", self.ready),
            mock.patch.object(dsaas_inventory, "log"),
        ):
            made = patch.start()
            self.addCleanup(patch.stop)
        self.log = made
        self.api = FakeApi()
        await self.enterAsyncContext(self.api)
        self.cluster = Cluster(self.api.client, self.settings)
        self.tasks = []

    async def asyncTearDown(self):
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        # It read and told; it deleted and made nothing.
        self.assertLessEqual(self.api.methods(), {"GET", "PATCH"})

    async def begin(self):
        self.keeper = Keeper(self.shelf, await self.cluster.mark())
        await self.cluster.load()
        await self.keeper.take_over(5)
        self.tasks = [asyncio.create_task(self.cluster.follow()), asyncio.create_task(keep(self.cluster, self.keeper, 0.05))]

    def add_home(self, name, owner=None):
        self.api.change(VOLUMES, local(f"pvc-{name}", f"/srv/dsaas/hub/home-{name}"), "ADDED")
        self.api.change(CLAIMS, claim(f"home-{name}", f"pvc-{name}", owner or name), "ADDED")

    def written(self):
        found = self.shelf.inventory()
        return [one["claim"] for one in found["volumes"]] if found else []

    async def until(self, condition, what="it"):
        for _ in range(1500):
            if condition():
                return
            await asyncio.sleep(0.02)
        self.fail(f"{what} did not come about; logged: {self.log.mock_calls[-5:]}")

    def told(self):
        return {key: value for path, body in self.api.patches if path == KNOWN_HOMES for key, value in body["data"].items()}


class Following(ClusterTest):
    async def test_what_is_there_and_what_comes(self):
        self.add_home("ada")
        await self.begin()
        await self.until(lambda: self.written() == ["home-ada"])
        self.add_home("bob")
        await self.until(lambda: self.written() == ["home-ada", "home-bob"])
        self.assertEqual(self.shelf.inventory()["cluster"], {"name": "lab-1", "uid": "own"})
        self.assertTrue(self.ready.exists())
        await self.until(lambda: self.told() == {"home-ada": "ada", "home-bob": "bob"})

    async def test_a_claim_counts_when_it_is_bound(self):
        await self.begin()
        self.api.change(CLAIMS, claim("home-ada", None, "ada", phase="Pending"), "ADDED")
        await asyncio.sleep(0.2)
        self.assertEqual(self.written(), [])
        self.add_home("ada")
        await self.until(lambda: self.written() == ["home-ada"])

    async def test_a_claim_that_is_gone_stays_in_the_inventory(self):
        self.add_home("ada")
        await self.begin()
        await self.until(lambda: self.written() == ["home-ada"])
        self.api.change(CLAIMS, self.api.objects[CLAIMS]["home-ada"], "DELETED")
        await self.until(lambda: self.cluster.claims == {})
        self.add_home("bob")
        await self.until(lambda: self.written() == ["home-ada", "home-bob"])

    async def test_a_watch_that_ends_or_fails_is_begun_again(self):
        self.add_home("ada")
        await self.begin()
        await self.until(lambda: self.written() == ["home-ada"])
        for break_it in (
            self.api.end_watches,
            lambda: self.api.tell(CLAIMS, {"type": "ERROR", "object": {"code": 410, "reason": "Gone", "message": "too old"}}),
            lambda: self.api.tell(CLAIMS, {"type": "BOOKMARK"}),
        ):
            # What happens while nobody watches is found by the next list.
            result = break_it()
            if result is not None:
                await result
            name = f"new-{len(self.written())}"
            self.add_home(name)
            await self.until(lambda name=name: f"home-{name}" in self.written(), name)

    async def test_an_api_that_is_away_for_a_while(self):
        self.api.refusals = {CLAIMS: [], VOLUMES: [], KNOWN_HOMES: [500, 503]}
        self.add_home("ada")
        await self.begin()
        await self.until(lambda: self.told() == {"home-ada": "ada"})
        self.api.refusals[CLAIMS] = [500, 429]
        await self.api.end_watches()
        self.add_home("bob")
        await self.until(lambda: self.written() == ["home-ada", "home-bob"])

    async def test_a_connection_over_which_nothing_comes_is_given_up(self):
        self.add_home("ada")
        with mock.patch.object(dsaas_inventory, "CALL_SECONDS", 0.1), mock.patch.object(dsaas_inventory, "WATCH_SECONDS", 0.2):
            await self.begin()
            await self.until(lambda: self.written() == ["home-ada"])
            # The queues are forgotten: their connections stay open, and silent.
            for queues in self.api.watches.values():
                queues.clear()
            self.api.hangs = {KNOWN_HOMES}
            self.add_home("bob")
            await self.until(lambda: self.written() == ["home-ada", "home-bob"])
            self.api.hangs = set()
            await self.until(lambda: "home-bob" in self.told())

    async def test_many_changes_in_a_row_are_few_writings(self):
        await self.begin()
        with mock.patch.object(dsaas_inventory, "SETTLE_SECONDS", 0.3):
            await asyncio.sleep(0.1)
            with mock.patch.object(self.shelf, "write_inventory", wraps=self.shelf.write_inventory) as write:
                for number in range(200):
                    self.add_home(f"user-{number:03}")
                await self.until(lambda: len(self.written()) == 200)
                self.assertLess(write.call_count, 10)


class Waiting(ClusterTest):
    """The program as it is started: nothing is signed before this cluster serves."""

    async def start(self):
        for patch in (
            mock.patch.object(dsaas_inventory, "SERVING_SECONDS", 0.02),
            mock.patch.object(dsaas_inventory, "SETTINGS", self.written_file("settings.json", json.dumps(self.own_settings()))),
            mock.patch.object(dsaas_inventory, "KEY", self.written_file("key", KEY)),
            mock.patch.object(dsaas_inventory.config, "load_incluster_config"),
            mock.patch.object(dsaas_inventory.client, "ApiClient", lambda: unclosed(self.api.client)),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        self.tasks = [asyncio.create_task(dsaas_inventory.main())]

    def own_settings(self):
        return {**self.settings, "folder": str(self.shelf.folder), "heartbeatSeconds": 0.05}

    def written_file(self, name, text):
        path = self.ready.parent / name
        path.write_text(text)
        return path

    async def test_nothing_is_written_before_this_cluster_serves(self):
        self.add_home("ada")
        await self.start()
        for state in (None, "stopped", "unheard of"):
            self.api.state = state
            looks = self.api.calls.count(("GET", HANDOVER))
            await self.until(lambda looks=looks: self.api.calls.count(("GET", HANDOVER)) > looks + 3, "looking")
            self.assertEqual(list(self.shelf.folder.iterdir()), [])
            self.assertFalse(self.ready.exists())
        self.api.state = "serving"
        await self.until(lambda: self.written() == ["home-ada"])
        await self.until(self.ready.exists, "ready")

    async def test_a_cluster_that_is_being_stopped_has_the_volumes_until_it_is(self):
        for state in ("announced", "draining"):
            self.api.state = state
            await asyncio.wait_for(until_serving(self.cluster), 30)

    async def test_what_another_has_written_meanwhile_is_read_when_this_cluster_serves(self):
        await self.start()
        await self.until(lambda: ("GET", HANDOVER) in self.api.calls, "looking")
        # The other one goes on until the handover, and its users make homes.
        other = {"name": "lab-0", "uid": "other"}
        self.shelf.write_inventory({"sequence": 7, "volumes": [], "cluster": other})
        self.shelf.write_heartbeat({"cluster": other, "beat": 900, "at": ""})
        self.add_home("late")
        self.api.state = "serving"
        await self.until(lambda: self.written() == ["home-late"])
        self.assertEqual(self.shelf.inventory()["sequence"], 8)
        self.assertGreater(self.shelf.heartbeat()["beat"], 900)

    async def test_an_api_that_does_not_tell_is_asked_again(self):
        self.api.state = "serving"
        self.api.refusals[HANDOVER] = [500, 403]
        with mock.patch.object(dsaas_inventory, "SERVING_SECONDS", 0.02):
            await asyncio.wait_for(until_serving(self.cluster), 30)
        self.assertEqual(self.api.calls.count(("GET", HANDOVER)), 3)


@contextlib.asynccontextmanager
async def unclosed(client):
    """The test's own client, which it closes itself."""
    yield client


class Keeping(ClusterTest):
    async def test_signs_of_life_without_any_change(self):
        await self.begin()
        await self.until(lambda: (self.shelf.heartbeat() or {"beat": 0})["beat"] > 5)

    async def test_an_api_that_hangs_does_not_look_like_a_dead_cluster(self):
        self.add_home("ada")
        self.api.hangs = {KNOWN_HOMES}
        await self.begin()
        self.tasks.append(asyncio.create_task(live(self.keeper, 0.05)))
        await self.until(lambda: self.written() == ["home-ada"])
        before = self.shelf.heartbeat()["beat"]
        await asyncio.sleep(0.5)
        self.assertGreater(self.shelf.heartbeat()["beat"], before + 3)
        self.assertEqual(self.told(), {})

    async def test_a_full_disk_is_got_over(self):
        self.add_home("ada")
        await self.begin()
        await self.until(lambda: self.written() == ["home-ada"])
        error = OSError(errno.ENOSPC, "No space left on device")
        with mock.patch.object(self.shelf, "write_inventory", side_effect=error):
            self.add_home("bob")
            await self.until(lambda: not self.ready.exists(), "not ready")
            self.assertEqual(self.written(), ["home-ada"])
            # The hub is not told of what is not written down.
            self.assertNotIn("home-bob", self.told())
        await self.until(lambda: self.written() == ["home-ada", "home-bob"])
        await self.until(self.ready.exists, "ready")

    async def test_a_claim_that_nobody_understands_does_not_end_it(self):
        self.add_home("ada")
        await self.begin()
        await self.until(lambda: self.written() == ["home-ada"])
        strange = claim("home-strange", "pvc-ada", "x")
        strange["spec"]["resources"] = {"requests": {"storage": "much"}}
        self.api.change(CLAIMS, strange, "ADDED")
        await self.until(lambda: not self.ready.exists(), "not ready")
        self.api.change(CLAIMS, strange, "DELETED")
        self.add_home("bob")
        await self.until(lambda: self.written() == ["home-ada", "home-bob"])

    async def test_stops_when_another_cluster_has_taken_over(self):
        await self.begin()
        await self.until(lambda: self.shelf.inventory() is not None)
        successor = {"cluster": {"name": "lab-2", "uid": "next"}, "beat": 10**6, "at": ""}
        self.shelf.write_heartbeat(successor)
        before = self.shelf.inventory()
        with self.assertRaisesRegex(Stopped, "lab-2"):
            await asyncio.wait_for(self.tasks[1], 5)
        self.assertEqual((self.shelf.heartbeat(), self.shelf.inventory()), (successor, before))


class WithTrident(ClusterTest):
    settings = {**SETTINGS, "tridentNamespace": "trident"}

    def add_volume(self, name):
        self.api.change(VOLUMES, trident(f"pvc-{name}", f"trident_pvc_{name}"), "ADDED")
        self.api.change(CLAIMS, claim(f"home-{name}", f"pvc-{name}", name), "ADDED")

    def add_tvol(self, name):
        made = tvol(f"pvc-{name}", accessInformation=NFS, unixPermissions="---rwxrwx---")
        self.api.objects[f"{TRIDENT}/tridentvolumes"][f"pvc-{name}"] = made

    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.api.objects[f"{TRIDENT}/tridentbackends"]["tbe-x"] = BACKENDS[0]

    def exports(self):
        return [path for path, body in self.api.patches if body.get("metadata", {}).get("annotations")]

    async def test_where_each_home_is_mounted_from_is_noted_on_its_claim_once(self):
        self.add_volume("ada")
        self.add_tvol("ada")
        await self.begin()
        await self.until(lambda: self.exports() != [])
        self.assertEqual(
            self.api.patches[-1],
            (f"{CLAIMS}/home-ada", {"metadata": {"annotations": {"dsaas/export": "192.0.2.50:/trident_pvc_1"}}}),
        )
        self.add_volume("bob")
        self.add_tvol("bob")
        await self.until(lambda: f"{CLAIMS}/home-bob" in self.exports())
        self.assertEqual(self.exports().count(f"{CLAIMS}/home-ada"), 1)

    async def test_a_volume_whose_own_object_comes_later(self):
        await self.begin()
        self.add_volume("ada")
        await asyncio.sleep(0.3)
        self.assertEqual(self.written(), [])
        self.add_tvol("ada")
        await self.until(lambda: self.written() == ["home-ada"])
        self.assertEqual(self.shelf.inventory()["volumes"][0]["source"]["unixPermissions"], "0770")

    async def test_trident_s_objects_are_not_read_all_the_time_for_a_volume_that_is_not_its_own(self):
        self.api.change(VOLUMES, local("dsaas-inventory", "/export"), "ADDED")
        await self.begin()
        await asyncio.sleep(0.5)
        reads = [path for _, path in self.api.calls if path.endswith("tridentvolumes")]
        self.assertEqual(len(reads), 1)

    async def test_trident_away_keeps_nothing_else_from_being_written(self):
        self.add_volume("ada")
        self.add_tvol("ada")
        await self.begin()
        await self.until(lambda: self.written() == ["home-ada"])
        self.add_volume("bob")
        self.api.refusals[f"{TRIDENT}/tridentvolumes"] = [503] * 3
        self.add_tvol("bob")
        await self.until(lambda: self.written() == ["home-ada", "home-bob"])
