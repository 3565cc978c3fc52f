"""A hypervisor that only keeps account of machines, on a port of loopback's."""

import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Standin(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        # Name → the order, with `state`.
        self.machines = {}
        # What it answers to everything, where set.
        self.failure = None
        threading.Thread(target=self.serve_forever, args=[0.01], daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_args):
        pass

    def _answer(self, code, value=None):
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _handle(self):
        url = urllib.parse.urlsplit(self.path)
        name, _, action = url.path.removeprefix("/machines").strip("/").partition("/")
        order = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "null")
        machines = self.server.machines
        if self.server.failure:
            self._answer(500, {"error": self.server.failure})
        elif self.command == "GET":
            self._answer(200, [{"name": name, **machine} for name, machine in machines.items()])
        elif self.command == "PUT":
            if machines.get(name, order)["uuid"] != order["uuid"]:
                self._answer(409, {"error": f"a machine named {name} exists already"})
                return
            machines[name] = {**order, "state": "off"}
            self._answer(200, {})
        elif self.command == "DELETE":
            if name in machines and url.query == f"uuid={machines[name]['uuid']}":
                del machines[name]
            self._answer(204)
        else:
            machines[name].update(state="off" if action == "off" else "on", last=action)
            self._answer(200, {})

    do_GET = do_PUT = do_POST = do_DELETE = _handle
