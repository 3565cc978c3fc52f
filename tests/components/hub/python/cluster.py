"""A Kubernetes API, a proxy's API and users' servers, as far as a hub needs them, on loopback.

Pods run as soon as they are created, all of them at 127.0.0.1 and the port that answers for every user's server.
A test may let them wait, take their time to go, and let the API refuse.
"""

import asyncio
import json
import socket
from datetime import datetime, timezone

from aiohttp import web

NAMESPACE = "jupyterhub"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Cluster:
    async def __aenter__(self):
        # kind -> name -> object
        self.objects = {}
        self.routes = {}
        self.proxy_connections, self.dead_connections = set(), set()
        self.out_of_reach = set()
        self.watchers = []
        self.version = 0
        # (method, kind, name) -> status that the API answers instead
        self.faults = {}
        # Whether new pods stay Pending.
        self.full = False
        # Seconds until a deleted pod is gone; names in the order of their deletion, and the most that went at a time.
        self.grace = 0
        self.deleted, self.going, self.most_going = [], 0, 0
        self.api_port, self.proxy_port, self.server_port = free_port(), free_port(), free_port()
        api = "/api/v1/namespaces/{namespace}/{kind}"
        self.runners = [
            await _serve(
                self.api_port,
                web.get(api, self._list),
                web.post(api, self._create),
                web.get(api + "/{name}", self._read),
                web.patch(api + "/{name}", self._patch),
                web.delete(api + "/{name}", self._delete),
                middlewares=[self._refuse],
            ),
            await _serve(
                self.proxy_port,
                web.get("/api/routes", self._routes),
                web.get("/api/routes{path:/.+}", self._route),
                web.post("/api/routes{path:.*}", self._add_route),
                web.delete("/api/routes{path:.*}", self._remove_route),
                middlewares=[self._over_a_connection],
            ),
            await _serve(self.server_port, web.get("/{path:.*}", self._server)),
        ]
        return self

    async def __aexit__(self, *_):
        for watcher in [*self.watchers]:
            watcher.put_nowait(None)
        for runner in self.runners:
            await runner.cleanup()

    @property
    def kubeconfig(self):
        return json.dumps(
            {
                "apiVersion": "v1",
                "kind": "Config",
                "current-context": "test",
                "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
                "clusters": [{"name": "test", "cluster": {"server": f"http://127.0.0.1:{self.api_port}"}}],
                "users": [{"name": "test", "user": {}}],
            }
        )

    @property
    def pods(self):
        return self.objects.get("pods", {})

    def environment_of(self, pod):
        return {one["name"]: one.get("value") for one in self.pods[pod]["spec"]["containers"][0]["env"]}

    @property
    def report(self):
        """What the hub says of a handover."""
        return self.objects["configmaps"]["handover-report"].get("data")

    def hand_over(self, **data):
        """Write the deployment's ConfigMap, and make the hub's; without data, remove the deployment's."""
        maps = self.objects.setdefault("configmaps", {})
        maps.setdefault("handover-report", {"metadata": {"name": "handover-report"}})
        maps["handover"] = {"metadata": {"name": "handover"}, "data": data}
        if not data:
            del maps["handover"]

    @web.middleware
    async def _refuse(self, request, handler):
        match = request.match_info
        status = self.faults.get((request.method, match["kind"], match.get("name")))
        return await handler(request) if status is None else _status(status)

    @web.middleware
    async def _over_a_connection(self, request, handler):
        self.proxy_connections.add(request.transport)
        while request.transport in self.dead_connections and not request.transport.is_closing():
            await asyncio.sleep(0.1)
        return await handler(request)

    def lose_proxy(self):
        """As with its machine: another one has no routes, and what is sent over a connection to the lost one is never answered."""
        self.routes.clear()
        self.dead_connections |= self.proxy_connections

    def lose_machine(self, pod):
        """As the node controller does after some time without a sign of life; the kubelet says nothing any more."""
        self.out_of_reach.add(pod)
        conditions = [{"type": "ContainersReady", "status": "True"}, {"type": "Ready", "status": "False"}]
        self.pods[pod]["status"]["conditions"] = conditions
        self._changed("pods", "MODIFIED", self.pods[pod])

    def evict(self, pod):
        """Marks a pod as deleted; it is there until its kubelet says that it has ended it."""
        self.pods[pod]["metadata"]["deletionTimestamp"] = "2026-11-25T12:00:00Z"
        self._changed("pods", "MODIFIED", self.pods[pod])

    async def _list(self, request):
        kind = request.match_info["kind"]
        if "watch" not in request.query:
            items = list(self.objects.get(kind, {}).values())
            return web.json_response({"metadata": {"resourceVersion": str(self.version)}, "items": items})
        queue = asyncio.Queue()
        self.watchers.append(queue)
        response = web.StreamResponse()
        await response.prepare(request)
        while (event := await queue.get()) is not None:
            if event[0] == kind:
                try:
                    await response.write(json.dumps({"type": event[1], "object": event[2]}).encode() + b"\n")
                except ConnectionError:
                    break  # the hub was killed
        self.watchers.remove(queue)
        return response

    async def _create(self, request):
        kind, body = request.match_info["kind"], await request.json()
        name = body["metadata"]["name"]
        if name in self.objects.setdefault(kind, {}):
            return _status(409)
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        body["metadata"] |= {"namespace": NAMESPACE, "uid": name, "creationTimestamp": now}
        if kind == "pods":
            state = {"running": {"startedAt": now}}
            status = {"name": "notebook", "ready": True, "state": state, "image": "", "imageID": "", "restartCount": 0}
            running = {"phase": "Running", "podIP": "127.0.0.1", "containerStatuses": [status]}
            body["status"] = {"phase": "Pending"} if self.full else running
        else:
            body["status"] = {"phase": "Bound"}
        self._changed(kind, "ADDED", body)
        return web.json_response(body, status=201)

    async def _read(self, request):
        kind, name = request.match_info["kind"], request.match_info["name"]
        found = self.objects.get(kind, {}).get(name)
        return _status(404) if found is None else web.json_response(found)

    async def _delete(self, request):
        kind, name = request.match_info["kind"], request.match_info["name"]
        if name not in self.objects.get(kind, {}):
            return _status(404)
        found = self.objects[kind][name]
        grace = (await request.json()).get("gracePeriodSeconds") if request.can_read_body else None
        if name in self.out_of_reach and grace != 0:
            self.evict(name)
        elif kind == "pods":
            self.deleted.append(name)
            self.going += 1
            self.most_going = max(self.most_going, self.going)
            asyncio.get_running_loop().call_later(self.grace, self._gone, found)
        else:
            self._changed(kind, "DELETED", found)
        return web.json_response(found)

    def _gone(self, pod):
        self.going -= 1
        self._changed("pods", "DELETED", pod)

    async def _patch(self, request):
        kind, name = request.match_info["kind"], request.match_info["name"]
        found = self.objects.get(kind, {}).get(name)
        if found is None:
            return _status(404)
        found["data"] = {**(found.get("data") or {}), **(await request.json())["data"]}
        return web.json_response(found)

    def _changed(self, kind, event, body):
        self.version += 1
        body["metadata"]["resourceVersion"] = str(self.version)
        if event == "DELETED":
            self.objects[kind].pop(body["metadata"]["name"], None)
        else:
            self.objects[kind][body["metadata"]["name"]] = body
        for watcher in self.watchers:
            watcher.put_nowait((kind, event, body))

    async def _routes(self, _request):
        return web.json_response(self.routes)

    async def _route(self, request):
        found = self.routes.get(request.match_info["path"])
        return web.Response(status=404) if found is None else web.json_response(found)

    async def _add_route(self, request):
        self.routes[request.match_info["path"] or "/"] = await request.json()
        return web.Response(status=201)

    async def _remove_route(self, request):
        self.routes.pop(request.match_info["path"], None)
        return web.Response(status=204)

    async def _server(self, _request):
        return web.json_response({}, headers={"X-JupyterHub-Version": "6.1.1"})


async def _serve(port, *routes, middlewares=()):
    app = web.Application(middlewares=middlewares)
    app.add_routes(routes)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


def _status(code):
    return web.json_response({"kind": "Status", "code": code, "message": str(code), "reason": str(code)}, status=code)
