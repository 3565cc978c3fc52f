"""Who keeps the inventory: one cluster, and the next one only when the last is silent."""

import asyncio
import errno
import tempfile
import unittest
from unittest import mock

import dsaas_inventory
from dsaas_inventory import Keeper, Stopped, live
from dsaas_shelf import Shelf

KEY = "the stack's own key"
OWN = {"name": "lab-2", "uid": "own"}
OTHER = {"name": "lab-1", "uid": "other"}


def record(name):
    return {"namespace": "hub", "claim": name, "owner": "", "source": {"driver": "local", "path": f"/srv/{name}"}}


def beat(cluster, number):
    return {"cluster": cluster, "beat": number, "at": "2026-11-21T08:00:00Z"}


class KeeperTest(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = place.name
        self.shelf = Shelf(self.folder, KEY)
        self.keeper = Keeper(self.shelf, OWN)
        for module in ("dsaas_inventory", "dsaas_shelf"):
            quiet = mock.patch(f"{module}.log")
            quiet.start()
            self.addCleanup(quiet.stop)


class TakingOver(KeeperTest):
    async def take_over(self, *writes, fenced=None):
        """Takes over, with something happening in each pause; how many pauses there were."""
        waits = []
        todo = list(writes)

        async def pause(seconds):
            waits.append(seconds)
            if len(waits) > 20:
                raise AssertionError("it waits for ever")
            if todo:
                todo.pop(0)()

        with mock.patch("dsaas_inventory.asyncio.sleep", pause):
            await self.keeper.take_over(5, fenced)
        return waits

    def writes(self, cluster, number, key=KEY):
        return lambda: Shelf(self.folder, key).write_heartbeat(beat(cluster, number))

    async def test_the_first_cluster_waits_for_nobody(self):
        self.assertEqual(await self.take_over(), [])
        self.assertEqual(self.shelf.heartbeat()["cluster"], OWN)
        self.assertIsNone(self.keeper.inventory)

    async def test_the_same_cluster_goes_on_at_once(self):
        self.shelf.write_heartbeat(beat(OWN, 7))
        self.assertEqual(await self.take_over(), [])
        self.assertEqual(self.shelf.heartbeat()["beat"], 8)

    async def test_a_cluster_that_was_seen_to_be_dead_is_followed_at_once(self):
        self.shelf.write_heartbeat(beat(OTHER, 7))
        self.assertEqual(await self.take_over(fenced=OTHER["uid"]), [])
        self.assertEqual(self.shelf.heartbeat()["beat"], 8)

    async def test_that_one_was_seen_to_be_dead_says_nothing_of_a_third(self):
        self.shelf.write_heartbeat(beat(OTHER, 7))
        self.assertEqual(len(await self.take_over(fenced="a third")), 1)

    async def test_waits_while_another_lives_and_takes_over_when_it_stands_still(self):
        self.shelf.write_heartbeat(beat(OTHER, 7))
        self.shelf.write_inventory({"sequence": 4, "volumes": [record("home-ada")], "cluster": OTHER})
        waits = await self.take_over(self.writes(OTHER, 10), self.writes(OTHER, 13))
        self.assertEqual(waits, [15, 15, 15])
        heartbeat = self.shelf.heartbeat()
        self.assertEqual((heartbeat["cluster"], heartbeat["beat"]), (OWN, 14))
        # What the other wrote last is what it goes on from.
        self.keeper.update([record("home-bob")])
        found = self.shelf.inventory()
        self.assertEqual([one["claim"] for one in found["volumes"]], ["home-ada", "home-bob"])
        self.assertEqual((found["sequence"], found["cluster"]), (5, OWN))

    async def test_whatever_the_other_s_clock_and_count(self):
        # A cluster that began to count anew lives, too.
        self.shelf.write_heartbeat(beat(OTHER, 900))
        self.assertEqual(len(await self.take_over(self.writes(OTHER, 1))), 2)
        self.assertEqual(self.shelf.heartbeat()["beat"], 2)

    async def test_another_stack_that_writes_here_lives(self):
        self.writes(OTHER, 1, "another key")()
        waits = await self.take_over(*(self.writes(OTHER, number, "another key") for number in (2, 3)))
        self.assertEqual(len(waits), 3)

    async def test_a_torn_sign_of_life_that_stands_still_keeps_nobody_out(self):
        (self.shelf.folder / "heartbeat").write_bytes(b"dsaas heart")
        self.assertEqual(len(await self.take_over()), 1)
        self.assertEqual(self.shelf.heartbeat()["cluster"], OWN)

    async def test_a_sign_of_life_that_vanishes_was_the_last(self):
        self.shelf.write_heartbeat(beat(OTHER, 7))
        self.assertLessEqual(len(await self.take_over((self.shelf.folder / "heartbeat").unlink)), 2)


class Signing(KeeperTest):
    async def test_counts_up(self):
        await self.keeper.take_over(5)
        for number in (2, 3, 4):
            self.keeper.sign()
            self.assertEqual(self.shelf.heartbeat()["beat"], number)

    async def test_stops_when_another_has_taken_over(self):
        await self.keeper.take_over(5)
        successor = Keeper(Shelf(self.folder, KEY), {"name": "lab-3", "uid": "next"})
        with mock.patch("dsaas_inventory.asyncio.sleep", mock.AsyncMock()):
            await successor.take_over(5)
        with self.assertRaisesRegex(Stopped, "cluster lab-3 has taken over"):
            self.keeper.sign()
        # The one that has stopped writes no more, and the other is not disturbed.
        successor.sign()
        self.assertEqual(self.shelf.heartbeat()["cluster"]["name"], "lab-3")

    async def test_of_two_only_one_goes_on_in_whatever_order_they_sign(self):
        for late in range(3):
            self.shelf.write_heartbeat(beat(OTHER, 50 * (late + 1)))
            old = Keeper(Shelf(self.folder, KEY), OTHER)
            old.beat = 50 * (late + 1)
            new = Keeper(Shelf(self.folder, KEY), {"name": "lab-3", "uid": f"next-{late}"})
            with mock.patch("dsaas_inventory.asyncio.sleep", mock.AsyncMock()):
                await new.take_over(5)
            stopped = set()
            for round in range(6):
                for one in (old, new) if round >= late else (new,):
                    if one in stopped:
                        continue
                    try:
                        one.sign()
                    except Stopped:
                        stopped.add(one)
            self.assertEqual(stopped, {old})

    async def test_signs_of_life_go_on_by_themselves(self):
        await self.keeper.take_over(5)
        task = asyncio.create_task(live(self.keeper, 0.01))
        await asyncio.sleep(0.2)
        self.assertGreater(self.shelf.heartbeat()["beat"], 3)
        # A disk that fails now and then does not end them.
        with mock.patch.object(self.shelf, "write_heartbeat", side_effect=OSError(errno.EIO, "I/O error")):
            await asyncio.sleep(0.05)
        before = self.shelf.heartbeat()["beat"]
        await asyncio.sleep(0.1)
        self.assertGreater(self.shelf.heartbeat()["beat"], before)
        self.shelf.write_heartbeat(beat(OTHER, 10**6))
        with self.assertRaises(Stopped):
            await asyncio.wait_for(task, 2)


class Updating(KeeperTest):
    async def test_writes_what_changed_and_nothing_else(self):
        with mock.patch.object(self.shelf, "write_inventory", wraps=self.shelf.write_inventory) as write:
            await self.keeper.take_over(5)
            self.keeper.update([record("home-ada")])
            self.keeper.update([record("home-ada")])
            self.assertEqual(write.call_count, 1)
            self.keeper.update([record("home-ada"), record("home-bob")])
            self.assertEqual(write.call_count, 2)
        self.assertEqual(self.shelf.inventory()["sequence"], 2)

    async def test_a_home_that_is_gone_from_the_cluster_stays(self):
        await self.keeper.take_over(5)
        self.keeper.update([record("home-ada"), record("home-bob")])
        self.keeper.update([])
        self.assertEqual([one["claim"] for one in self.shelf.inventory()["volumes"]], ["home-ada", "home-bob"])

    async def test_what_could_not_be_written_is_written_the_next_time(self):
        await self.keeper.take_over(5)
        self.keeper.update([record("home-ada")])
        full = mock.patch("dsaas_shelf.os.fsync", side_effect=OSError(errno.ENOSPC, "No space left on device"))
        with full, self.assertRaises(OSError):
            self.keeper.update([record("home-ada"), record("home-bob")])
        self.assertEqual(self.shelf.inventory()["sequence"], 1)
        self.keeper.update([record("home-ada"), record("home-bob")])
        self.assertEqual(self.shelf.inventory()["sequence"], 2)
        self.assertEqual(len(self.shelf.inventory()["volumes"]), 2)

    async def test_a_new_cluster_says_so_though_no_volume_changed(self):
        self.shelf.write_inventory({"sequence": 4, "volumes": [record("home-ada")], "cluster": OTHER})
        await self.keeper.take_over(5)
        self.keeper.update([])
        found = self.shelf.inventory()
        self.assertEqual((found["cluster"], found["sequence"], len(found["volumes"])), (OWN, 5, 1))


class Times(unittest.TestCase):
    def test_as_the_stack_reads_them(self):
        self.assertRegex(dsaas_inventory.now(), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
