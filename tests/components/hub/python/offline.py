"""JupyterHub's configuration and kubespawner, evaluated with neither a hub nor a cluster."""

import json
import os
import tempfile
from unittest.mock import Mock

# kubespawner's client wants to know a cluster, and looks for it when it is imported; nobody answers at this one.
_cluster = {
    "apiVersion": "v1",
    "kind": "Config",
    "current-context": "none",
    "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}],
    "clusters": [{"name": "none", "cluster": {"server": "http://127.0.0.1:1"}}],
    "users": [{"name": "none", "user": {}}],
}
with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as _file:
    json.dump(_cluster, _file)
os.environ["KUBECONFIG"] = _file.name

from jupyterhub.objects import Hub, Server  # noqa: E402
from kubernetes_asyncio.client import ApiClient  # noqa: E402
from traitlets.config import PyFileConfigLoader  # noqa: E402


def configuration(folder):
    """The hub's configuration, as the hub itself loads it from `folder`."""
    return PyFileConfigLoader("jupyterhub_config.py", path=os.path.join(folder, "python")).load_config()


def spawner(folder, name, server_name="", groups=()):
    """kubespawner for one user, a member of the directory's `groups`, before anything is started."""
    user = Mock(url=f"/user/{name}/", base_url=f"/user/{name}/", escaped_name=name, id=1)
    user.name = name
    orm = Mock(server=None, state={})
    orm.name = server_name
    config = configuration(folder)
    user.groups = [Mock() for _ in groups]
    for entry, group in zip(user.groups, groups):
        entry.name = group
    one = config.JupyterHub.spawner_class(
        config=config,
        _mock=True,
        hub=Hub(ip="hub", port=8081, base_url="/hub/"),
        user=user,
        orm_spawner=orm,
        oauth_client_id="client",
    )
    one.api_token = "token"
    one.server = Server(base_url=f"/user/{name}/", ip="0.0.0.0", port=8888)
    return one


def to_json(manifest):
    return ApiClient.sanitize_for_serialization(ApiClient.__new__(ApiClient), manifest)
