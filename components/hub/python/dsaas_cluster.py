"""Questions to the Kubernetes API without whose answer the hub must not start."""

import asyncio
import logging
import time

import aiohttp
from kubernetes_asyncio.client import ApiClient, CoreV1Api
from kubernetes_asyncio.client.exceptions import ApiException
from kubernetes_asyncio.config import ConfigException
from kubespawner.clients import load_config

log = logging.getLogger("dsaas.cluster")


class ClusterUnavailable(Exception):
    """The Kubernetes API does not answer."""


class Stopped(Exception):
    """This cluster must not use the hub's volumes; the text says why, as a sentence."""


async def patiently(ask, patience):
    """What `ask` answers. Raises ClusterUnavailable when the API does not answer for `patience` seconds."""
    end = time.monotonic() + patience
    while True:
        try:
            return await ask()
        except (ApiException, ConfigException, aiohttp.ClientError, OSError, TimeoutError) as problem:
            reason = getattr(problem, "reason", None) or str(problem) or type(problem).__name__
            if time.monotonic() >= end:
                raise ClusterUnavailable(f"the Kubernetes API does not answer ({reason})") from problem
            log.warning("Waiting for the Kubernetes API, which does not answer (%s)", reason)
            await asyncio.sleep(min(5, patience))


async def may_use_volumes(namespace, patience=120):
    """Raises Stopped in a generation that was stopped for another, which has its volumes; and ClusterUnavailable.

    The deployment writes so before it stops a hub, and the opposite before it starts one. So this only keeps a hub from
    starting that somebody has scaled up by hand.
    """
    data = await patiently(lambda: _handover(namespace), patience)
    if data.get("state") == "stopped":
        raise Stopped(
            f"generation {data.get('to') or 'another'} has taken over from this one, and has its volumes. If that is not so, "
            f"run pulumi up; or, where no other hub runs, set state to serving in ConfigMap {namespace}/handover."
        )


async def _handover(namespace):
    load_config()
    async with ApiClient() as client:
        return await config_map(CoreV1Api(client), namespace, "handover", 30)


async def config_map(api, namespace, name, timeout):
    """A ConfigMap's data, empty when it is not there; `timeout` in seconds."""
    try:
        found = await api.read_namespaced_config_map(name, namespace, _request_timeout=timeout)
    except ApiException as problem:
        if problem.status == 404:
            return {}
        raise
    return found.data or {}
