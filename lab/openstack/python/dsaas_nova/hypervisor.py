"""The hypervisor of the lab's data centre, `datacentre openstack`, asked over HTTP on loopback."""

import http.client
import json
import urllib.parse

ADDRESS = ("127.0.0.1", 8799)

# A boot is answered as soon as the machine's first process runs; a power cut may wait for the disk.
TIMEOUT_S = 60


class HypervisorError(Exception):
    """What the hypervisor says where it cannot do what it is asked for, in one sentence."""


class Hypervisor:
    def __init__(self, address=ADDRESS):
        self._address = address

    def machines(self):
        """All machines: dicts with `name`, `uuid`, `host`, and `state`, which is "on" or "off"."""
        return self._ask("GET", "/machines")

    def find(self, uuid):
        """The machine of an instance, or None."""
        return next((machine for machine in self.machines() if machine["uuid"] == uuid), None)

    def make(self, name, order):
        """Makes a machine, switched off; one that is there gets the order's values at its next power-on."""
        self._ask("PUT", _path(name), order)

    def power(self, name, action):
        """Switches a machine "on" or "off", or does a "reboot"; one that is so already stays so."""
        self._ask("POST", f"{_path(name)}/{action}")

    def remove(self, name, uuid):
        """Removes a machine for good, unless it is another instance's."""
        self._ask("DELETE", f"{_path(name)}?uuid={urllib.parse.quote(uuid)}")

    def _ask(self, method, path, body=None):
        # Not urllib: it would go through a proxy where the environment names one.
        connection = http.client.HTTPConnection(*self._address, timeout=TIMEOUT_S)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as error:
            host, port = self._address
            raise HypervisorError(f"the hypervisor at {host}:{port} does not answer: {error}") from error
        finally:
            connection.close()
        answer = json.loads(text) if text else None
        if response.status >= 400:
            raise HypervisorError(answer["error"])
        return answer


def _path(name):
    return f"/machines/{urllib.parse.quote(name, safe='')}"
