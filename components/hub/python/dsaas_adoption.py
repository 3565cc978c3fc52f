"""Adopts users' running servers that the hub's database does not know; run before the hub starts.

A server and the hub know each other by what the hub wrote to its database when it started the server. When the database
is lost, or comes from a backup, the server's pod still tells all of it: who owns it, where it listens, its token. This
writes the same again, through JupyterHub's own classes, so that the hub finds the server as if nothing had happened.
"""

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timezone
from urllib.parse import quote

from jupyterhub import dbutil, orm, roles
from jupyterhub.oauth.provider import make_provider
from jupyterhub.utils import compare_token, utcnow
from kubernetes_asyncio.client import ApiClient, CoreV1Api
from kubernetes_asyncio.client.exceptions import ApiException
from kubespawner.clients import load_config
from sqlalchemy.orm import Session

from dsaas_cluster import patiently
from dsaas_database import open_engine

log = logging.getLogger("dsaas.adoption")

# What kubespawner puts on every server's pod.
SELECTOR = "component=singleuser-server"
CONTAINER = "notebook"
PORT = "notebook-port"
# What this configuration puts there besides (jupyterhub_config.py).
PROFILE = "dsaas/profile"


class NoServer(Exception):
    """A pod is no running server of a user's; the text says why, as the end of a sentence."""


@dataclass(frozen=True)
class Lab:
    """A user's running server, as its pod tells it."""

    pod: str
    namespace: str
    username: str
    server: str
    token: str
    client_id: str
    callback: str
    client_scopes: tuple
    prefix: str
    # None while the pod has no address yet.
    address: str | None
    port: int
    started: datetime
    claim: str | None
    profile: str | None
    kubespawner: str | None

    def __repr__(self):
        return f"Lab({self.pod})"

    @property
    def log_name(self):
        return f"{self.username}:{self.server}" if self.server else self.username


def read_pod(pod):
    """The running server that a pod, as the Kubernetes API gives it, is. Raises NoServer."""
    try:
        return _read_pod(pod)
    except NoServer:
        raise
    except (AttributeError, KeyError, StopIteration, TypeError, ValueError) as problem:
        # Never the value: it may be the token.
        raise NoServer(f"is not a pod as kubespawner makes them ({type(problem).__name__})") from None


def _read_pod(pod):
    metadata, spec, status = pod["metadata"], pod["spec"], pod["status"]
    if "deletionTimestamp" in metadata:
        raise NoServer("is being deleted")
    if status["phase"] not in ("Pending", "Running"):
        raise NoServer(f"has ended ({status['phase']})")
    states = {one["name"]: one["state"] for one in status.get("containerStatuses") or []}
    if "terminated" in states.get(CONTAINER, {}):
        raise NoServer("has ended")
    annotations = metadata.get("annotations") or {}
    # The annotation, not the label of the same name: that one is escaped.
    username = annotations.get("hub.jupyter.org/username")
    if not username:
        raise NoServer("has no annotation that names its user")
    container = next(one for one in spec["containers"] if one["name"] == CONTAINER)
    environment = {one["name"]: one.get("value") for one in container["env"]}
    token = environment["JUPYTERHUB_API_TOKEN"]
    if not isinstance(token, str) or len(token) < orm.APIToken.min_length:
        raise NoServer("has no token")
    server = annotations.get("hub.jupyter.org/servername", "")
    client_id = f"jupyterhub-user-{quote(username)}" + (f"-{quote(server)}" if server else "")
    if environment["JUPYTERHUB_USER"] != username or environment["JUPYTERHUB_CLIENT_ID"] != client_id:
        raise NoServer("contradicts itself about its user")
    running = states.get(CONTAINER, {}).get("running") or {}
    volumes = spec.get("volumes") or []
    claims = [one["persistentVolumeClaim"]["claimName"] for one in volumes if "persistentVolumeClaim" in one]
    return Lab(
        pod=metadata["name"],
        namespace=metadata["namespace"],
        username=username,
        server=server,
        token=token,
        client_id=client_id,
        callback=environment["JUPYTERHUB_OAUTH_CALLBACK_URL"],
        client_scopes=tuple(json.loads(environment.get("JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES") or "[]")),
        prefix=environment["JUPYTERHUB_SERVICE_PREFIX"],
        address=status.get("podIP") if status["phase"] == "Running" else None,
        port=next(int(one["containerPort"]) for one in container["ports"] if one.get("name") == PORT),
        started=_time(running.get("startedAt") or metadata["creationTimestamp"]),
        claim=claims[0] if claims else None,
        profile=annotations.get(PROFILE),
        kubespawner=annotations.get("hub.jupyter.org/kubespawner-version"),
    )


def _time(text):
    """A time as Kubernetes writes it, in the form of JupyterHub's database: UTC, without a zone."""
    return datetime.fromisoformat(text).astimezone(timezone.utc).replace(tzinfo=None)


def adopt(session, lab):
    """Write down one server as the hub would have when it started it; False when the database knows it already.

    Raises NoServer when the database gives its token to somebody else.
    """
    user = orm.User.find(session, lab.username)
    if user is None:
        user = orm.User(name=lab.username)
        session.add(user)
        session.flush()
        roles.assign_default_roles(session, user)
    spawner = user.orm_spawners.get(lab.server)
    token = orm.APIToken.find(session, lab.token)
    if token is not None and token.user is not user:
        raise NoServer("has a token that is somebody else's")
    runs = spawner is not None and spawner.server is not None
    if runs and token is not None and _is_client(spawner.oauth_client, lab):
        return False

    # An entry of a server that is no more, as in a backup from before the user's last start, is replaced.
    now = utcnow(with_tz=False)
    if spawner is None:
        spawner = orm.Spawner(name=lab.server, display_name=lab.server, user=user)
        session.add(spawner)
    # A server that is still starting has no address in the hub's database either.
    listens = {} if lab.address is None else {"proto": "http", "ip": lab.address, "port": lab.port}
    spawner.server = orm.Server(base_url=lab.prefix, **listens)
    spawner.state = _state(lab)
    spawner.started = lab.started
    # Not the start: an idle culler would take the server before it reports again what its user does.
    spawner.last_activity = user.last_activity = now
    if lab.profile:
        spawner.user_options = {"profile": lab.profile}
    session.flush()

    access = f"access:servers!server={lab.username}/{lab.server}"
    scopes = sorted({*lab.client_scopes, access})
    provider = make_provider(lambda: session, url_prefix="", login_url="")
    about = {"allowed_scopes": scopes, "description": f"Server at {lab.prefix}"}
    spawner.oauth_client = provider.add_client(lab.client_id, lab.token, lab.callback, **about)
    if token is None:
        allowed = orm.Role.find(session, "server").scopes
        own = f"={lab.username}/{lab.server}"
        resolved = {scope + own if scope.endswith("!server") else scope for scope in allowed}
        user.new_api_token(lab.token, note=f"Server at {lab.prefix}", scopes=sorted(resolved))
    session.flush()
    return True


def _is_client(client, lab):
    return client is not None and bool(client.secret) and compare_token(client.secret, lab.token)


def _state(lab):
    """What KubeSpawner.get_state gives."""
    state = {
        "kubespawner_version": lab.kubespawner,
        "pod_name": lab.pod,
        "namespace": lab.namespace,
        "dns_name": f"{lab.pod}.{lab.namespace}.svc.cluster.local",
    }
    return {**state, "pvc_name": lab.claim} if lab.claim else state


def adopt_labs(url, labs):
    """Adopt what the database does not know, all of it or, when this is interrupted, nothing; gives what was adopted.

    A server that cannot be adopted is left out with a warning.
    """
    # The hub does the same two when it starts: it makes or upgrades its tables.
    dbutil.upgrade_if_needed(url, log=log)
    orm.new_session_factory(url).kw["bind"].dispose()
    adopted = []
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            with _session(connection) as session:
                _prepare(session)
            for lab in labs:
                try:
                    # What this server's adoption wrote is undone when it fails, and nothing else.
                    with connection.begin_nested(), _session(connection) as session:
                        if adopt(session, lab):
                            adopted.append(lab)
                except NoServer as reason:
                    log.warning("The server in pod %s is not adopted: it %s", lab.pod, reason)
                except Exception as problem:
                    # Its text may hold the token.
                    log.warning("The server in pod %s is not adopted (%s)", lab.pod, type(problem).__name__)
    finally:
        engine.dispose()
    for lab in adopted:
        log.warning("The running server of %s in pod %s was not in the database and is adopted", lab.log_name, lab.pod)
    log.info("%d servers run, %d of them adopted", len(labs), len(adopted))
    return adopted


def _session(connection):
    """A session whose commits, which JupyterHub's functions make, leave the end to the connection's transaction."""
    return Session(bind=connection, expire_on_commit=False, join_transaction_mode="rollback_only")


def _prepare(session):
    """What servers' entries rely on and the hub makes when it starts: default roles, and the client of its tokens."""
    for role in roles.get_default_roles():
        if orm.Role.find(session, role["name"]) is None:
            roles.create_role(session, role)
    if session.query(orm.OAuthClient).filter_by(identifier="jupyterhub").one_or_none() is None:
        session.add(orm.OAuthClient(identifier="jupyterhub", secret="", redirect_uri="", description="JupyterHub"))
    session.commit()


async def running_labs(namespace, patience=120):
    """Users' servers in the namespace; pods that are none are left out with a warning.

    Raises ClusterUnavailable when the API does not answer for `patience` seconds.
    """
    pods = await patiently(lambda: _pods(namespace), patience)
    labs = []
    for pod in pods:
        try:
            labs.append(read_pod(pod))
        except NoServer as reason:
            name = ((pod if isinstance(pod, dict) else {}).get("metadata") or {}).get("name")
            log.warning("Pod %s is not adopted: it %s", name, reason)
    return labs


async def _pods(namespace):
    """Pods as the API writes them, so that one that is odd spoils no other."""
    load_config()
    async with ApiClient() as client:
        answer = await CoreV1Api(client).list_namespaced_pod(
            namespace, label_selector=SELECTOR, _preload_content=False, _request_timeout=30
        )
        if answer.status != 200:
            raise ApiException(status=answer.status, reason=f"{answer.status} {answer.reason}")
        return json.loads(await answer.read())["items"]


def adopt_all(url, namespace):
    """Adopt every running server of the namespace. Raises ClusterUnavailable."""
    return adopt_labs(url, asyncio.run(running_labs(namespace)))
