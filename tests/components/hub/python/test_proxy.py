"""When the proxy is given its routes."""

import asyncio
import logging
import os
import sys
import unittest
from types import SimpleNamespace

sys.path.insert(0, os.path.join(os.environ["HUB_FOLDER"], "python"))

from dsaas_proxy import WatchedProxy, routes_of  # noqa: E402


def server(path, host, ready=True):
    return SimpleNamespace(proxy_spec=path, server=SimpleNamespace(host=host), ready=ready)


class Watched(WatchedProxy):
    """Without a proxy: `given` counts how often it was given its routes."""

    def __init__(self):
        super().__init__(hub=SimpleNamespace(host="http://hub:8081"))
        self.look_interval = 0.001
        self.given, self.has, self.problems = [], True, []
        self.log = logging.getLogger("test")
        self.log.disabled = True

    async def has_routes(self):
        return self.has

    async def check_routes(self, users, services, routes=None):
        if self.problems:
            raise self.problems.pop()
        self.given.append(routes_of(users))
        self.has = True


class Routes(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.proxy = Watched()
        self.alice = server("/user/alice/", "http://10.0.0.1:8888")
        self.users = {1: SimpleNamespace(spawners={"": self.alice})}
        self.watch = asyncio.create_task(self.proxy._watch(self.users, {}))
        await self.settle()

    async def asyncTearDown(self):
        self.watch.cancel()

    async def settle(self):
        await asyncio.sleep(0.1)

    async def test_nothing_is_compared_while_nothing_changes(self):
        self.assertEqual(self.proxy.given, [{"/user/alice/": "http://10.0.0.1:8888"}])

    async def test_a_new_proxy_gets_them(self):
        self.proxy.has = False
        await self.settle()
        self.assertEqual(len(self.proxy.given), 2)

    async def test_a_server_at_another_address_is_reached_there(self):
        self.alice.server.host = "http://10.0.0.2:8888"
        await self.settle()
        self.assertEqual(self.proxy.given[1:], [{"/user/alice/": "http://10.0.0.2:8888"}])

    async def test_a_server_that_was_not_ready_gets_its_route_when_it_is(self):
        self.alice.ready = False
        await self.settle()
        self.alice.ready = True
        await self.settle()
        self.assertEqual(self.proxy.given[1:], [{}, {"/user/alice/": "http://10.0.0.1:8888"}])

    async def test_what_failed_is_tried_again(self):
        self.proxy.problems = [RuntimeError("alice is pending stop"), asyncio.TimeoutError()]
        self.proxy.has = False
        await self.settle()
        self.assertEqual((self.proxy.problems, len(self.proxy.given)), ([], 2))


if __name__ == "__main__":
    unittest.main()
