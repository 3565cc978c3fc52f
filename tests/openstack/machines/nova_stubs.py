"""As much of nova as dsaas_nova imports: what it inherits, and the faults that it raises."""

import sys
from types import ModuleType, SimpleNamespace


class Fault(Exception):
    def __init__(self, **details):
        super().__init__(", ".join(f"{key}={value}" for key, value in sorted(details.items())))


def _refused(*_args, **_kwargs):
    raise NotImplementedError


class ComputeDriver:
    """nova's own, which refuses what a driver does not have."""


for _name in (
    "attach_interface detach_interface finish_migration get_console_output live_migration migrate_disk_and_power_off"
    " pause rescue resume snapshot suspend unpause unrescue"
).split():
    setattr(ComputeDriver, _name, _refused)


class FakeDriver(ComputeDriver):
    capabilities = {"supports_attach_interface": True, "supports_multiattach": True}

    def __init__(self, virtapi, read_only=False):
        pass

    def pause(self, instance):
        """Pretends it."""


class InstanceMetadata:
    def __init__(self, instance, content=None, extra_md=None, network_info=None):
        self.files = {
            "openstack/latest/user_data": instance.user_data,
            "openstack/latest/network_data.json": str(len(network_info or [])),
            "openstack/latest/meta_data.json": str(extra_md),
        }

    def metadata_for_config_drive(self):
        yield from self.files.items()


FAULTS = (
    "BuildAbortException InstanceNotFound InstancePowerOffFailure InstancePowerOnFailure InstanceRebootFailure"
    " InstanceTerminationFailure"
)


def _module(name, **content):
    made = ModuleType(name)
    made.__dict__.update(content)
    sys.modules[name] = made
    parent, _, child = name.rpartition(".")
    if parent in sys.modules:
        setattr(sys.modules[parent], child, made)


def install(host):
    """Makes `import nova…` find these; `host` is that of nova-compute."""
    conf = SimpleNamespace(host=host, my_ip="127.0.0.1")
    log = SimpleNamespace(warning=lambda *_args, **_kwargs: None)
    for name, content in {
        "nova": {},
        "nova.conf": {"CONF": conf},
        "nova.exception": {name: type(name, (Fault,), {}) for name in FAULTS.split()},
        "nova.compute": {},
        "nova.compute.power_state": {"NOSTATE": 0, "RUNNING": 1, "SHUTDOWN": 4},
        "nova.api": {},
        "nova.api.metadata": {},
        "nova.api.metadata.base": {"InstanceMetadata": InstanceMetadata},
        "nova.virt": {},
        "nova.virt.configdrive": {"required_by": lambda instance: instance.config_drive},
        "nova.virt.driver": {"ComputeDriver": ComputeDriver},
        "nova.virt.fake": {"FakeDriver": FakeDriver},
        "nova.virt.hardware": {"InstanceInfo": SimpleNamespace},
        "oslo_log": {},
        "oslo_log.log": {"getLogger": lambda _name: log},
    }.items():
        _module(name, **content)
