"""A real hub, with the real configuration and start, on the cluster of cluster.py."""

import asyncio
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import aiohttp
from cluster import free_port

API_TOKEN = "administrator-of-the-test"

# Everything but what it changes is the hub's own configuration.
CONFIG = """
load_subconfig({config!r})
c.JupyterHub.hub_bind_url = c.JupyterHub.hub_connect_url = "http://127.0.0.1:{port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
from dsaas_handover_hooks import HandoverAuthenticator
from jupyterhub.auth import DummyAuthenticator
c.JupyterHub.authenticator_class = type("Anybody", (HandoverAuthenticator, DummyAuthenticator), {{}})
c.Authenticator.allow_all = True
c.DummyAuthenticator.password = "password"
c.KubeSpawner.port = {server_port}
c.Spawner.poll_interval = 1
c.JupyterHub.services.append({{"name": "test", "api_token": {token!r}}})
c.JupyterHub.load_roles.append(
    {{"name": "test", "scopes": ["admin:users", "admin:servers", "read:hub"], "services": ["test"]}}
)
"""


def mount(source, target):
    """Copy a folder as the kubelet shows a ConfigMap or a Secret: its files are links into a folder beside them."""
    shutil.copytree(source, target / "..2026_11_21_12_00_00")
    (target / "..data").symlink_to("..2026_11_21_12_00_00")
    for name in os.listdir(target / "..data"):
        (target / name).symlink_to(Path("..data", name))


class Hub:
    """`folder` is the hub's as its container sees it; `place` is where this one's volumes are; `more` is configuration."""

    def __init__(self, cluster, folder, place, more="", **database):
        self.cluster, self.place, self.port = cluster, Path(place), free_port()
        self.process = None
        self.folder = self.place / "hub"
        for name in os.listdir(folder):
            mount(Path(folder, name), self.folder / name)
        for name in ("state", "backup"):
            (self.place / name).mkdir()
        (self.place / "kubeconfig").write_text(cluster.kubeconfig)
        config = CONFIG.format(
            config=str(self.folder / "python" / "jupyterhub_config.py"),
            port=self.port,
            proxy_port=cluster.proxy_port,
            server_port=cluster.server_port,
            token=API_TOKEN,
        )
        (self.place / "config.py").write_text(config + more)
        file = self.folder / "settings" / "settings.json"
        settings = json.loads(file.read_text())
        backup = {"every": 3600, "keep": 3, "folder": str(self.place / "backup")}
        self.database = database or {"kind": "volume", "file": str(self.place / "state" / "jupyterhub.sqlite")}
        self.database["backup"] = backup
        file.write_text(json.dumps({**settings, "database": self.database}))

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/hub"

    @property
    def log(self):
        return (self.place / "log").read_text()

    async def start(self):
        """Run the container's command until the hub answers; the log begins anew."""
        scripts = Path(sys.executable).parent
        environment = {
            **os.environ,
            "KUBECONFIG": str(self.place / "kubeconfig"),
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, self.folder / "python" / "dsaas_start.py", "jupyterhub", "--config", self.place / "config.py"]
        with open(self.place / "log", "w") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command, cwd=self.place / "state", env=environment, stdout=log, stderr=log
            )
        await until(self._answers, self)

    async def _answers(self):
        if self.process.returncode is not None:
            raise AssertionError(f"the hub ended:\n{self.log}")
        try:
            return await self.get("/health", token=None) is not None
        except aiohttp.ClientError:
            return False

    async def kill(self):
        """End it as a lost machine does."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()

    async def request(self, method, path, token=API_TOKEN, **kwargs):
        headers = {"Authorization": f"token {token}"} if token else {}
        async with aiohttp.ClientSession() as session:
            async with session.request(method, self.url + path, headers=headers, **kwargs) as answer:
                text = await answer.text()
                if not answer.ok:
                    raise AssertionError(f"{method} {path}: {answer.status} {text[:500]}\n{self.log}")
                return json.loads(text) if text and answer.content_type == "application/json" else text

    async def get(self, path, token=API_TOKEN):
        return await self.request("GET", path, token)

    async def server(self, name):
        """The user's running server as the API shows it, None when there is none."""
        return (await self.get(f"/api/users/{name}"))["servers"].get("")

    async def is_ready(self, name):
        server = await self.server(name)
        return bool(server and server["ready"])

    async def log_in(self, session, name):
        """Log a browser in; gives what its forms carry besides."""
        async with session.get(f"{self.url}/login"):
            pass
        xsrf = next(cookie.value for cookie in session.cookie_jar if cookie.key == "_xsrf")
        form = {"username": name, "password": "password", "_xsrf": xsrf}
        async with session.post(f"{self.url}/login", data=form, allow_redirects=False) as answer:
            if answer.status != 302:
                raise AssertionError(f"log-in of {name}: {answer.status} {await answer.text()}")
        return {"_xsrf": next(cookie.value for cookie in session.cookie_jar if cookie.key == "_xsrf")}

    async def spawn(self, name, profile):
        await self.request("POST", f"/api/users/{name}")
        await self.spawn_again(name, profile)

    async def spawn_again(self, name, profile):
        await self.request("POST", f"/api/users/{name}/server", json={"profile": profile})
        await until(lambda: self.is_ready(name), self)


async def until(condition, hub, seconds=60):
    for _ in range(seconds * 10):
        if await condition():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"it did not happen in {seconds} s:\n{hub.log}")
