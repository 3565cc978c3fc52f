"""
nova's virt driver for the lab: instances are machines that boot.

It wants `compute_driver = dsaas_nova.driver.MachineDriver` in nova.conf, a nova-compute that is started by
dsaas_nova.compute, and the data centre's hypervisor, `datacentre openstack`, running before it.
"""

import contextlib

from nova import exception
from nova.compute import power_state
from nova.virt import driver, fake, hardware
import nova.conf
from oslo_log import log as logging

from dsaas_nova import configdrive
from dsaas_nova.hypervisor import Hypervisor, HypervisorError

CONF = nova.conf.CONF
LOG = logging.getLogger(__name__)

# Extra spec of a flavor whose instances do not come up; its value is the sentence that their fault says. It lets a test
# see what becomes of a stack when an instance goes to ERROR.
FAIL = "dsaas:fail"

STATES = {"on": power_state.RUNNING, "off": power_state.SHUTDOWN}


class MachineDriver(fake.FakeDriver):
    """
    The accounting of nova's own FakeDriver, with a machine behind each instance.

    The machines' hypervisor is another process and remembers them, so a nova-compute that is started again knows its
    instances. Disks are the hypervisor's own: images are not downloaded, and volumes, also those that instances boot
    from, are accounted for and nothing else.
    """

    capabilities = dict(
        fake.FakeDriver.capabilities,
        has_imagecache=False,
        supports_attach_interface=False,
        supports_evacuate=False,
    )

    # Refused as by any driver that cannot do it, where FakeDriver would pretend to have done it.
    attach_interface = driver.ComputeDriver.attach_interface
    detach_interface = driver.ComputeDriver.detach_interface
    finish_migration = driver.ComputeDriver.finish_migration
    get_console_output = driver.ComputeDriver.get_console_output
    live_migration = driver.ComputeDriver.live_migration
    migrate_disk_and_power_off = driver.ComputeDriver.migrate_disk_and_power_off
    pause = driver.ComputeDriver.pause
    rescue = driver.ComputeDriver.rescue
    resume = driver.ComputeDriver.resume
    snapshot = driver.ComputeDriver.snapshot
    suspend = driver.ComputeDriver.suspend
    unpause = driver.ComputeDriver.unpause
    unrescue = driver.ComputeDriver.unrescue

    def __init__(self, virtapi, read_only=False):
        super().__init__(virtapi, read_only)
        self._hypervisor = Hypervisor()

    def get_host_ip_addr(self):
        return CONF.my_ip

    def list_instances(self):
        return [machine["name"] for machine in self._own()]

    def list_instance_uuids(self):
        return [machine["uuid"] for machine in self._own()]

    def _own(self):
        """The machines of this nova-compute; others share the hypervisor."""
        return [machine for machine in self._hypervisor.machines() if machine["host"] == CONF.host]

    def get_info(self, instance, use_cache=True):
        try:
            machine = self._hypervisor.find(instance.uuid)
        except HypervisorError as error:
            LOG.warning("%s", error, instance=instance)
            return hardware.InstanceInfo(state=power_state.NOSTATE)
        if machine is None:
            raise exception.InstanceNotFound(instance_id=instance.uuid)
        return hardware.InstanceInfo(state=STATES[machine["state"]])

    def spawn(
        self,
        context,
        instance,
        image_meta,
        injected_files,
        admin_password,
        allocations,
        network_info=None,
        block_device_info=None,
        power_on=True,
        accel_info=None,
    ):
        # Aborted and not scheduled again: another host has the same hypervisor, and "no valid host" would hide the reason.
        with self._or(exception.BuildAbortException, instance_uuid=instance.uuid):
            failure = instance.flavor.extra_specs.get(FAIL)
            if failure:
                raise HypervisorError(failure)
            self._make(instance, network_info, injected_files, admin_password)
            if power_on:
                self._hypervisor.power(instance.hostname, "on")

    def _make(self, instance, network_info, injected_files=None, admin_password=None):
        # Looking at the ports waits for neutron, which makes them meanwhile.
        cards = [vif["address"] for vif in network_info or []]
        order = {
            "uuid": instance.uuid,
            "host": CONF.host,
            "cpus": instance.flavor.vcpus,
            "memoryMiB": instance.flavor.memory_mb,
            "mac": cards[0] if cards else "",
            "configDrive": configdrive.files(instance, network_info, injected_files, admin_password),
        }
        self._hypervisor.make(instance.hostname, order)

    def destroy(self, context, instance, network_info, block_device_info=None, destroy_disks=True, destroy_secrets=True):
        with self._or(exception.InstanceTerminationFailure):
            machine = self._hypervisor.find(instance.uuid)
            if machine is not None:
                self._hypervisor.remove(machine["name"], instance.uuid)

    def power_on(self, context, instance, network_info, block_device_info=None, accel_info=None):
        with self._or(exception.InstancePowerOnFailure):
            machine = self._hypervisor.find(instance.uuid)
            if machine is None:  # the data centre was emptied meanwhile; what is left is nova's description
                self._make(instance, network_info)
            self._hypervisor.power(machine["name"] if machine else instance.hostname, "on")

    def power_off(self, instance, timeout=0, retry_interval=0):
        with self._or(exception.InstancePowerOffFailure):
            self._hypervisor.power(self._known(instance)["name"], "off")

    def reboot(
        self,
        context,
        instance,
        network_info,
        reboot_type,
        block_device_info=None,
        bad_volumes_callback=None,
        accel_info=None,
    ):
        with self._or(exception.InstanceRebootFailure):
            self._hypervisor.power(self._known(instance)["name"], "reboot")

    def resume_state_on_host_boot(self, context, instance, network_info, block_device_info=None):
        self.power_on(context, instance, network_info, block_device_info)

    def _known(self, instance):
        machine = self._hypervisor.find(instance.uuid)
        if machine is None:
            raise exception.InstanceNotFound(instance_id=instance.uuid)
        return machine

    @contextlib.contextmanager
    def _or(self, fault, **details):
        """Turns what the hypervisor says into a fault of nova."""
        try:
            yield
        except HypervisorError as error:
            raise fault(reason=str(error), **details) from error
