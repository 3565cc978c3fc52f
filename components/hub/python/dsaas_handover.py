"""The hub's side of a handover to another generation: it tells users, then stops their servers, and says how far it is.

The deployment writes the ConfigMap `handover`, the hub reads it and writes `handover-report`; docs/handover.md has both.
"""

import asyncio
from datetime import datetime, timezone

import aiohttp
from kubernetes_asyncio.client import ApiException
from kubernetes_asyncio.config import ConfigException
from kubespawner.clients import load_config, shared_client
from traitlets import Float, Unicode
from traitlets.config import SingletonConfigurable

from dsaas_cluster import config_map
from dsaas_drain import Drain

STATES = ("serving", "announced", "draining", "stopped")
# Seconds for one answer of the API.
_TIMEOUT = 5
_AWAY = (ApiException, ConfigException, aiohttp.ClientError, OSError, asyncio.TimeoutError)


class Handover(SingletonConfigurable):
    """What the deployment says of a handover, and what the hub does about it."""

    namespace = Unicode(config=True, help="The hub's.")
    state_name = Unicode("handover", config=True, help="ConfigMap that the deployment writes.")
    report_name = Unicode("handover-report", config=True, help="ConfigMap that the hub writes, if it is there.")
    interval = Float(2, config=True, help="Seconds between two looks.")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.state = "serving"
        self.until = ""
        # Set while no server may start.
        self.closed = asyncio.Event()
        self._drain = None
        self._answers = ""
        self._told = None
        self._warned = ""
        self._tasks = set()

    def begin(self, app):
        """Watch from now on, until the hub ends all its tasks."""
        self._run(self._watch(app))

    @property
    def clock(self):
        """When servers stop, for browsers that know no local time; empty when nobody knows."""
        return f"{_time(self.until):%H:%M} UTC" if self.until else ""

    async def _watch(self, app):
        while True:
            try:
                await self.look()
                # Before that, the hub does not know yet which servers run.
                if app.http_server is not None:
                    await self.drain_or_not(app)
            except Exception:
                self.log.exception("Handover: this look failed, the next one follows")
            await asyncio.sleep(self.interval)

    # --- What the deployment says ---

    async def look(self):
        """Learn the state. While the API does not answer, what was known stays; without the ConfigMap, all is as ever."""
        try:
            data = await self._read(self.state_name)
        except _AWAY as problem:
            return self._warn_once(f"ConfigMap {self.state_name} cannot be read, all goes on as it is: {problem}")
        state = data.get("state", "serving")
        if state not in STATES:
            known = ", ".join(STATES)
            return self._warn_once(f"ConfigMap {self.state_name}: state {state!r} is none of {known}; it is ignored")
        self._warned = ""
        if state != self.state:
            self.log.warning("Handover: %s (was: %s)", state, self.state)
        until = data.get("until", "")
        # What is stopped answers the announcement before it, whether or not that is still there.
        self._answers = until or (self._answers if state in ("draining", "stopped") else "")
        self.state, self.until = state, _written(_time(until))
        if state in ("draining", "stopped"):
            self.closed.set()
        else:
            self.closed.clear()

    # --- Draining ---

    async def drain_or_not(self, app):
        if self.closed.is_set():
            if self._drain is None:
                self._drain = Drain(parent=self, app=app, stopped=await self._stopped_before())
                self._told = None
                self._run(self._drain.run())
            await self._tell()
        elif self._drain is not None:
            self._drain.end()
            self._drain = None

    async def _stopped_before(self):
        """Servers that this hub had already stopped for the same announcement before it was started again."""
        try:
            report = await self._read(self.report_name)
        except _AWAY:
            return 0
        # The announcement's time need not be told any more.
        self._answers = self._answers or report.get("for", "")
        stopped = report.get("stopped", "")
        return int(stopped) if report.get("for") == self._answers and stopped.isdecimal() else 0

    async def _tell(self):
        left = self._drain.left
        report = {
            "state": "draining" if left else "drained",
            "for": self._answers,
            "stopped": str(self._drain.stopped),
            "left": str(left),
        }
        if report == self._told:
            return
        try:
            await self._api().patch_namespaced_config_map(
                self.report_name, self.namespace, {"data": report}, _request_timeout=_TIMEOUT
            )
        except _AWAY as problem:
            return self._warn_once(f"ConfigMap {self.report_name} cannot be written yet: {problem}")
        self._told = report
        self.log.info("Handover: %(state)s, %(stopped)s servers stopped, %(left)s left", report)

    # --- The rest ---

    async def _read(self, name):
        return await config_map(self._api(), self.namespace, name, _TIMEOUT)

    def _api(self):
        load_config()
        return shared_client("CoreV1Api")

    def _warn_once(self, warning):
        if warning != self._warned:
            self.log.warning("Handover: %s", warning)
        self._warned = warning

    def _run(self, coroutine):
        # The loop itself does not keep tasks from being collected.
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _time(text):
    """The time that a text says in ISO 8601, in UTC; None where it says none."""
    try:
        return datetime.fromisoformat(text).astimezone(timezone.utc)
    except ValueError:
        return None


def _written(time):
    return f"{time:%Y-%m-%dT%H:%M:%SZ}" if time else ""
