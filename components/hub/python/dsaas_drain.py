"""Stops all users' servers, those unused for longest first, through JupyterHub's own ways of stopping one."""

import asyncio
from datetime import datetime

from traitlets import Any, Float, Int
from traitlets.config import LoggingConfigurable


class Drain(LoggingConfigurable):
    """One draining of the hub `app`; it goes on until end() and what it has begun to stop by then."""

    at_once = Int(10, config=True, help="Servers that are being stopped at a time.")
    slow = Float(
        30,
        config=True,
        help="Seconds after which a stop that has not ended no longer counts among at_once. A lost machine's would"
        " hold up everybody else's: their pods do not go before the machine is given up.",
    )
    retry = Float(5, config=True, help="Seconds after which a server that could not be stopped is tried again.")
    app = Any()
    stopped = Int(0, help="Servers stopped so far.")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self._ends = False
        # spawner -> (task, when it began)
        self._stopping = {}
        # spawner -> when to try again. JupyterHub forgets a server when stopping it fails; this does not.
        self._failed = {}

    @property
    def left(self):
        """How many servers run, start or stop, or could not be stopped yet."""
        return len({*self._active(), *self._stopping, *self._failed})

    def end(self):
        """Begin no further stop."""
        self._ends = True

    async def run(self):
        while not self._ends:
            for spawner in self._next():
                task = asyncio.create_task(self._stop(spawner))
                self._stopping[spawner] = (task, _now())
                task.add_done_callback(lambda _, spawner=spawner: self._stopping.pop(spawner))
            await self._step()
        while self._stopping:
            await self._step()

    async def _step(self):
        """Wait until a stop ends, but not for long: other servers may become ready for it."""
        tasks = [task for task, _ in self._stopping.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=0.5, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(0.5)

    def _active(self):
        return [one for user in self.app.users.values() for one in user.spawners.values() if _is_active(one)]

    def _next(self):
        """Servers whose stop begins now. One that is just starting or being checked is not among them yet."""
        now = _now()
        busy = sum(now - begun < self.slow for _, begun in self._stopping.values())
        ready = [one for one in self._active() if one.ready]
        again = [one for one, when in self._failed.items() if when <= now]
        waiting = {one for one in [*ready, *again] if one not in self._stopping}
        return sorted(waiting, key=_last_used)[: max(0, self.at_once - busy)]

    async def _stop(self, spawner):
        try:
            if spawner in self._failed:
                if await spawner.poll() is None:
                    await spawner.stop()
            elif spawner.ready:
                # At once, so that whoever still works there is told by the hub rather than by a closed connection.
                route = asyncio.create_task(self._remove_route(spawner))
                try:
                    await spawner.user.stop(spawner.name)
                finally:
                    await route
            else:
                return
            self._failed.pop(spawner, None)
            self.stopped += 1
        except Exception as problem:
            self._failed[spawner] = _now() + self.retry
            name = "/".join(filter(None, (spawner.user.name, spawner.name)))
            self.log.error("The server of %s does not stop, the next try is in %g s: %s", name, self.retry, problem)

    async def _remove_route(self, spawner):
        try:
            await self.app.proxy.delete_user(spawner.user, spawner.name)
        except Exception as problem:
            # The hub compares all routes twice a minute.
            self.log.warning("The route of %s is still there: %s", spawner.user.name, problem)


def _is_active(spawner):
    """As JupyterHub's, without starts that are refused (HandoverSpawner): people go on trying."""
    match spawner.pending:
        case "spawn":
            return spawner.begun is True
        case "stop":
            return spawner.begun is not False
        case _:
            return spawner.active


def _last_used(spawner):
    return spawner.orm_spawner.last_activity or datetime.min


def _now():
    return asyncio.get_running_loop().time()
