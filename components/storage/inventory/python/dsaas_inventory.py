"""Keeps the inventory of users' volumes outside the cluster: written anew whenever a claim or a volume changes.

It reads the API, writes three files, and tells the hub which homes exist. It can delete nothing.
"""

import asyncio
import json
import logging
import sys
from datetime import datetime, timezone
from pathlib import Path

import aiohttp
from kubernetes_asyncio import client, config, watch

from dsaas_records import is_tridents, merged, records, trident_facts
from dsaas_shelf import Shelf

log = logging.getLogger("inventory")

SETTINGS = Path("/etc/dsaas/inventory/settings.json")
KEY = Path("/etc/dsaas/inventory-key/key")
READY = Path("/tmp/ready")

# Several changes in a row, as when a class starts, become one writing.
SETTLE_SECONDS = 0.3

# A connection over which nothing comes any more, as when the API's address moved to another machine, is given up.
CALL_SECONDS = 20
WATCH_SECONDS = 60

# States of a cluster that has the volumes: one whose users have been told that it will stop has them until it does.
SERVES = ("serving", "announced", "draining")

# Seconds between two looks whether this cluster serves.
SERVING_SECONDS = 1

API_ERRORS = (client.ApiException, aiohttp.ClientError, asyncio.TimeoutError)


def now():
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def one_line(problem):
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__


class Stopped(Exception):
    """Another cluster has taken over the homes; this one must not write any more."""


class Keeper:
    """The inventory as it is on the shelf, brought up to date with what the cluster has."""

    def __init__(self, shelf, mark):
        self.shelf = shelf
        self.mark = mark
        self.inventory = None
        self.beat = 0

    async def take_over(self, seconds, fenced=None):
        """Wait until no other cluster gives signs of life, then read what the last one has written.

        `fenced` is the UID of the cluster that re-attachment has already seen to be dead.
        """
        before = self.shelf.pulse()
        while before is not None and not self.is_own_or(fenced, self.shelf.heartbeat()):
            await asyncio.sleep(3 * seconds)
            after = self.shelf.pulse()
            if after == before:
                break
            log.error("Another cluster still writes the inventory; fence it first. Waiting.")
            before = after
        self.inventory = self.shelf.inventory()
        last = self.shelf.heartbeat()
        self.beat = last["beat"] if last else 0
        self.sign()

    def is_own(self, heartbeat):
        return self.is_own_or(None, heartbeat)

    def is_own_or(self, other, heartbeat):
        return heartbeat is not None and heartbeat["cluster"]["uid"] in (self.mark["uid"], other)

    def sign(self):
        """A sign of life. Raises Stopped where another cluster has given one since."""
        last = self.shelf.heartbeat()
        if last is not None and not self.is_own(last) and last["beat"] > self.beat:
            raise Stopped(f"cluster {last['cluster']['name']} has taken over")
        self.beat = max(self.beat, last["beat"] if last else 0) + 1
        self.shelf.write_heartbeat({"cluster": self.mark, "beat": self.beat, "at": now()})

    def update(self, current):
        """Write the inventory if it changed; its records."""
        before = self.inventory or {"sequence": 0, "volumes": [], "cluster": None}
        volumes = merged(before["volumes"], current)
        if volumes != before["volumes"] or before["cluster"] != self.mark:
            inventory = {
                "version": 1,
                "cluster": self.mark,
                "sequence": before["sequence"] + 1,
                "writtenAt": now(),
                "volumes": volumes,
            }
            self.shelf.write_inventory(inventory)
            self.inventory = inventory
            log.info("%d volumes written, number %d", len(volumes), inventory["sequence"])
        return volumes


class Cluster:
    """What the API shows, kept up to date by watches."""

    def __init__(self, api, settings):
        self.api = api
        self.core = client.CoreV1Api(api)
        self.custom = client.CustomObjectsApi(api)
        self.settings = settings
        self.claims = {}
        self.volumes = {}
        self.trident = {}
        self.changed = asyncio.Event()

    async def mark(self):
        space = await self.core.read_namespace("kube-system", _request_timeout=CALL_SECONDS)
        return {"name": self.settings["cluster"], "uid": space.metadata.uid}

    async def fenced(self):
        """UID of the cluster that was seen to be dead, or was stopped, before anything was attached; None: there was none."""
        return (await self._config_map("reattachment")).get("fenced") or None

    async def serves(self):
        """Whether the deployment has made this cluster the one that uses the volumes."""
        return (await self._config_map("handover")).get("state") in SERVES

    async def _config_map(self, setting):
        """What a ConfigMap in the hub's namespace holds; nothing where it is not there yet."""
        try:
            found = await self.core.read_namespaced_config_map(
                self.settings[setting], self.settings["namespace"], _request_timeout=CALL_SECONDS
            )
        except client.ApiException as problem:
            if problem.status == 404:
                return {}
            raise
        return found.data or {}

    async def load(self):
        await self._list(self.claims, self._claims, key="name")
        await self._list(self.volumes, self.core.list_persistent_volume, key="name")
        await self._load_trident()

    def records(self):
        return records(self.claims.values(), self.volumes, self.trident)

    async def follow(self):
        """Watch both kinds for ever; `changed` is set with every change."""
        await asyncio.gather(
            self._follow(self.claims, self._claims), self._follow(self.volumes, self.core.list_persistent_volume)
        )

    async def _claims(self, **options):
        return await self.core.list_namespaced_persistent_volume_claim(self.settings["namespace"], **options)

    async def _list(self, into, call, key):
        answer = await call(_request_timeout=CALL_SECONDS)
        into.clear()
        for item in answer.items:
            plain = self.api.sanitize_for_serialization(item)
            into[plain["metadata"][key]] = plain
        return answer.metadata.resource_version

    async def _follow(self, into, call):
        while True:
            try:
                version = await self._list(into, call, "name")
                self.changed.set()
                limits = {"timeout_seconds": WATCH_SECONDS, "_request_timeout": WATCH_SECONDS + CALL_SECONDS}
                async with watch.Watch().stream(call, resource_version=version, **limits) as events:
                    async for event in events:
                        item = event["raw_object"]
                        if event["type"] == "DELETED":
                            into.pop(item["metadata"]["name"], None)
                        elif event["type"] in ("ADDED", "MODIFIED"):
                            into[item["metadata"]["name"]] = item
                        self.changed.set()
            except asyncio.CancelledError:
                raise
            except Exception as problem:  # the API server has gone, or forgot the version: list again
                log.warning("Watching again: %s", one_line(problem))
                await asyncio.sleep(1)

    async def _load_trident(self):
        namespace = self.settings.get("tridentNamespace")
        if namespace is None:
            return
        plural = {}
        for kind in ("tridentbackends", "tridentvolumes"):
            answer = await self.custom.list_namespaced_custom_object(
                "trident.netapp.io", "v1", namespace, kind, _request_timeout=CALL_SECONDS
            )
            plural[kind] = answer["items"]
        self.trident = trident_facts(plural["tridentbackends"], plural["tridentvolumes"])

    async def refresh_trident(self):
        """Trident's own objects are read again where a volume of its own is not among them yet."""
        if any(is_tridents(volume) and name not in self.trident for name, volume in self.volumes.items()):
            await self._load_trident()

    async def tell_hub(self, volumes):
        """The hub must not make a new home for somebody who has one: its ConfigMap names all homes."""
        namespace = self.settings["namespace"]
        data = {one["claim"]: one["owner"] for one in volumes if one["namespace"] == namespace}
        await self.core.patch_namespaced_config_map(
            self.settings["knownHomes"], namespace, {"data": data}, _request_timeout=CALL_SECONDS
        )

    async def tell_users(self, volumes):
        """Where a home can be mounted from outside is only known from its volume: it is noted on the claim."""
        for one in volumes:
            claim = self.claims.get(one["claim"])
            nfs = one["source"].get("nfs")
            if claim is None or nfs is None:
                continue
            export = f"{nfs['server']}:{nfs['path']}"
            annotations = claim["metadata"].setdefault("annotations", {})
            if annotations.get("dsaas/export") == export:
                continue
            body = {"metadata": {"annotations": {"dsaas/export": export}}}
            await self.core.patch_namespaced_persistent_volume_claim(
                one["claim"], self.settings["namespace"], body, _request_timeout=CALL_SECONDS
            )
            annotations["dsaas/export"] = export


async def keep(cluster, keeper, seconds):
    """Write whenever something changes, and a sign of life every `seconds`. A failure is tried again with the next one."""
    told = None
    while True:
        try:
            await asyncio.wait_for(cluster.changed.wait(), seconds)
            await asyncio.sleep(SETTLE_SECONDS)
            cluster.changed.clear()
        except asyncio.TimeoutError:
            pass
        try:
            keeper.sign()
            await cluster.refresh_trident()
            volumes = keeper.update(cluster.records())
            if volumes != told:
                await cluster.tell_hub(volumes)
                await cluster.tell_users(volumes)
                told = volumes
            READY.touch()
        except Stopped:
            raise
        except API_ERRORS as problem:
            log.error("The API did not take part: %s. Trying again.", one_line(problem))
        except OSError as problem:
            READY.unlink(missing_ok=True)
            log.error("The inventory was not written: %s. The last one stays; trying again.", problem)
        except Exception:  # ending would end the signs of life too, though the cluster lives
            READY.unlink(missing_ok=True)
            log.exception("The inventory was not written. The last one stays; trying again.")


async def until_serving(cluster):
    """Until the deployment has made this cluster the one that serves, another keeps the inventory, and gives signs of life."""
    waiting = False
    while True:
        try:
            if await cluster.serves():
                return
            if not waiting:
                log.info("This cluster does not serve yet. Waiting.")
            waiting = True
        except API_ERRORS as problem:
            log.warning("Whether this cluster serves cannot be told: %s. Trying again.", one_line(problem))
        await asyncio.sleep(SERVING_SECONDS)


async def live(keeper, seconds):
    """Signs of life by themselves: while the API hangs, users' servers run on, and their volumes are in use."""
    while True:
        await asyncio.sleep(seconds)
        try:
            keeper.sign()
        except OSError as problem:
            log.error("No sign of life could be given: %s. Trying again.", problem)


async def main():
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stdout)
    settings = json.loads(SETTINGS.read_text())
    config.load_incluster_config()
    async with client.ApiClient() as api:
        cluster = Cluster(api, settings)
        await until_serving(cluster)
        keeper = Keeper(Shelf(settings["folder"], KEY.read_text().strip()), await cluster.mark())
        await cluster.load()
        await keeper.take_over(settings["heartbeatSeconds"], await cluster.fenced())
        seconds = settings["heartbeatSeconds"]
        tasks = [asyncio.create_task(one) for one in (cluster.follow(), keep(cluster, keeper, seconds), live(keeper, seconds))]
        try:
            await asyncio.gather(*tasks)
        except Stopped as reason:
            READY.unlink(missing_ok=True)
            log.error("This cluster no longer keeps the inventory: %s.", reason)
            for task in tasks:
                task.cancel()
            # Ending would only start it again.
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
