"""A small Kubernetes API over HTTP for the program's own client: lists, watches, patches; and whatever goes wrong."""

import asyncio
import copy
import json

from aiohttp import web
from kubernetes_asyncio import client

CLAIMS = "/api/v1/namespaces/hub/persistentvolumeclaims"
VOLUMES = "/api/v1/persistentvolumes"
KNOWN_HOMES = "/api/v1/namespaces/hub/configmaps/known-homes"
HANDOVER = "/api/v1/namespaces/hub/configmaps/handover"
TRIDENT = "/apis/trident.netapp.io/v1/namespaces/trident"
SETTINGS = {
    "cluster": "lab-1",
    "namespace": "hub",
    "knownHomes": "known-homes",
    "reattachment": "reattachment",
    "handover": "handover",
}


class FakeApi:
    def __init__(self):
        self.objects = {CLAIMS: {}, VOLUMES: {}, f"{TRIDENT}/tridentbackends": {}, f"{TRIDENT}/tridentvolumes": {}}
        # What the deployment says of this cluster; None: nothing yet.
        self.state = None
        self.calls = []
        self.patches = []
        self.watches = {path: [] for path in self.objects}
        # Everything that happened, by path, with its version: a watch begins where its list ended.
        self.history = {path: [] for path in self.objects}
        # Statuses, by path, with which the next calls are answered.
        self.refusals = {}
        self.hangs = set()
        self.version = 1

    async def __aenter__(self):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self.answer)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]
        self.client = client.ApiClient(client.Configuration(host=f"http://127.0.0.1:{port}"))
        return self

    async def __aexit__(self, *_):
        await self.client.close()
        await self.end_watches()
        await self.runner.cleanup()

    async def answer(self, request):
        self.calls.append((request.method, request.path))
        if request.path in self.hangs:
            await asyncio.sleep(3600)
        refusals = self.refusals.get(request.path)
        if refusals:
            return web.json_response({"kind": "Status", "message": "not now"}, status=refusals.pop(0))
        if request.method == "PATCH":
            self.patches.append((request.path, await request.json()))
            return web.json_response({"metadata": {"name": "patched"}})
        if request.path == "/api/v1/namespaces/kube-system":
            return web.json_response({"metadata": {"name": "kube-system", "uid": "own"}})
        if request.path == HANDOVER and self.state is not None:
            return web.json_response({"metadata": {"name": "handover"}, "data": {"state": self.state}})
        if request.path not in self.objects:
            return web.json_response({"message": "not found"}, status=404)
        if request.query.get("watch"):
            return await self.watch(request)
        items = list(self.objects[request.path].values())
        return web.json_response({"metadata": {"resourceVersion": str(self.version)}, "items": items})

    async def watch(self, request):
        response = web.StreamResponse(headers={"content-type": "application/json"})
        await response.prepare(request)
        queue = asyncio.Queue()
        since = int(request.query.get("resourceVersion", 0))
        for version, event in self.history[request.path]:
            if version > since:
                queue.put_nowait(event)
        self.watches[request.path].append(queue)
        try:
            while (event := await queue.get()) is not None:
                await response.write(json.dumps(event).encode() + b"\n")
        except ConnectionError:
            pass  # nobody watches any more
        return response

    def change(self, path, thing, kind="MODIFIED"):
        """An object is there, or is changed, or (DELETED) gone; who watches is told."""
        self.version += 1
        thing["metadata"]["resourceVersion"] = str(self.version)
        name = thing["metadata"]["name"]
        if kind == "DELETED":
            self.objects[path].pop(name, None)
        else:
            self.objects[path][name] = thing
        event = {"type": kind, "object": copy.deepcopy(thing)}
        self.history[path].append((self.version, event))
        self.tell(path, event)

    def tell(self, path, event):
        for queue in self.watches[path]:
            queue.put_nowait(event)

    async def end_watches(self):
        for queues in self.watches.values():
            for queue in queues:
                queue.put_nowait(None)
            queues.clear()
        await asyncio.sleep(0)

    def methods(self):
        return {method for method, _ in self.calls}
