"""What the hub does by itself when a proxy or a machine is lost; with a real hub."""

import asyncio
import os
import tempfile
import unittest

from cluster import Cluster
from hub import Hub, until

folder = os.environ["HUB_FOLDER"]


class Faults(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.cluster = await self.enterAsyncContext(Cluster())
        self.hub = Hub(self.cluster, folder, self.enterContext(tempfile.TemporaryDirectory()))
        await self.hub.start()
        self.addAsyncCleanup(self.hub.kill)
        await self.hub.spawn("alice", "basic")

    async def gone(self):
        return await self.hub.server("alice") is None

    async def routed(self):
        return {"/", "/hub", "/user/alice"} <= set(self.cluster.routes)

    async def test_a_proxy_that_was_lost_with_its_machine_keeps_no_route_from_the_next(self):
        # The hub has just talked to it.
        self.assertTrue(await self.routed())
        self.cluster.lose_proxy()
        await until(self.routed, self.hub, seconds=10)

    async def test_a_new_proxy_is_given_everybodys_route_at_once(self):
        for _ in range(2):
            self.cluster.routes.clear()
            await until(self.routed, self.hub, seconds=10)
        self.assertEqual(self.hub.log.count("The proxy has no routes"), 2)

    async def test_a_server_on_a_lost_machine_can_be_stopped_and_started_anew(self):
        self.cluster.lose_machine("jupyter-alice")
        await self.hub.request("DELETE", "/api/users/alice/server")
        await until(self.gone, self.hub, seconds=30)
        self.assertEqual(self.cluster.pods, {})
        await self.hub.spawn_again("alice", "basic")
        self.assertNotIn("deletionTimestamp", self.cluster.pods["jupyter-alice"]["metadata"])

    async def test_a_stop_that_waits_already_ends_when_the_machine_turns_out_to_be_lost(self):
        self.cluster.out_of_reach.add("jupyter-alice")
        await self.hub.request("DELETE", "/api/users/alice/server")
        self.assertFalse(await self.gone())
        self.cluster.lose_machine("jupyter-alice")
        await until(self.gone, self.hub, seconds=30)

    async def test_a_server_that_kubernetes_gave_up_with_its_machine_has_ended(self):
        self.cluster.lose_machine("jupyter-alice")
        self.cluster.evict("jupyter-alice")
        await until(self.gone, self.hub, seconds=30)
        self.assertEqual(self.cluster.pods, {})

    async def test_a_server_out_of_reach_is_kept_until_then(self):
        self.cluster.lose_machine("jupyter-alice")
        await asyncio.sleep(3)  # three polls
        self.assertTrue(await self.hub.is_ready("alice"))
        self.assertIn("jupyter-alice", self.cluster.pods)


if __name__ == "__main__":
    unittest.main()
