"""The proxy in a pod of its own, whose routes are back within a moment when that pod is a new one."""

import asyncio
import logging

from aiohttp import ClientError, ClientSession, ClientTimeout
from jupyterhub.proxy import ConfigurableHTTPProxy
from traitlets import Float, default

# A route that changes nothing, as all that no other route is for goes to the hub. Whether the proxy has it tells whether
# it has been given its routes, at the same cost however many there are.
_SIGN = "/hub/"


def routes_of(users):
    """Where each server is that is ready: its path to its address."""
    return {
        spawner.proxy_spec: spawner.server.host
        for user in users.values()
        for spawner in user.spawners.values()
        if spawner.ready
    }


class WatchedProxy(ConfigurableHTTPProxy):
    """configurable-http-proxy, which keeps routes in its memory, watched by the hub.

    JupyterHub itself compares all routes every last_activity_interval: until then a new proxy would send users with a
    running server to the hub, which sends them back ("Redirect loop detected"), and a server whose pod came back at another
    address, as after its machine's restart, would not be reached. Here one route is asked for every look_interval, and all
    are compared when it is missing, and when a server has come, gone or moved.
    """

    look_interval = Float(1, config=True, help="Seconds between two looks whether the proxy has its routes.")

    _watching = None

    @default("extra_routes")
    def _sign(self):
        return {_SIGN: self.hub.host}

    async def check_routes(self, user_dict, service_dict, routes=None):
        """As JupyterHub's; the first call begins the watch."""
        await super().check_routes(user_dict, service_dict, routes)
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(user_dict, service_dict))

    async def _watch(self, users, services):
        known, answered = None, True
        while True:
            await asyncio.sleep(self.look_interval)
            try:
                wanted = routes_of(users)
                new = not await self.has_routes()
                answered = True
                if new:
                    self.log.warning("The proxy has no routes: it is a new one. It gets them now")
                if new or wanted != known:
                    # Unknown until all of it has worked: the sign may be there and a route not.
                    known = None
                    await self.check_routes(users, services)
                    known = wanted
            except (ClientError, asyncio.TimeoutError, TimeoutError) as problem:
                self.log.log(logging.WARNING if answered else logging.DEBUG, "The proxy does not answer: %r", problem)
                answered = False
            except Exception:
                self.log.exception("The proxy cannot be given its routes; this is tried again")

    async def has_routes(self):
        """Whether the proxy knows the sign. Asked with less patience than JupyterHub's own questions have."""
        headers = {"Authorization": f"token {self.auth_token}"}
        async with ClientSession(timeout=ClientTimeout(total=2), headers=headers) as session:
            async with session.get(f"{self.api_url}/api/routes{_SIGN.rstrip('/')}") as answer:
                if answer.status == 404:
                    return False
                answer.raise_for_status()
                return True
