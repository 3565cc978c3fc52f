import base64
import unittest
from types import SimpleNamespace

import nova_stubs

nova_stubs.install(host="compute-1")

from dsaas_nova.driver import MachineDriver  # noqa: E402
from dsaas_nova.hypervisor import Hypervisor  # noqa: E402
from nova import exception  # noqa: E402
from standin import Standin  # noqa: E402

PORTS = [{"address": "fa:16:3e:00:00:20"}, {"address": "fa:16:3e:00:00:21"}]


def instance(name="node-1", uuid="uuid-1", config_drive=True, extra_specs=None):
    flavor = SimpleNamespace(vcpus=2, memory_mb=2048, extra_specs=extra_specs or {})
    return SimpleNamespace(
        hostname=name, uuid=uuid, config_drive=config_drive, user_data=b"\x1f\x8bdata", flavor=flavor
    )


class Driver(unittest.TestCase):
    def setUp(self):
        self.standin = Standin()
        self.addCleanup(self.standin.server_close)
        self.addCleanup(self.standin.shutdown)
        self.driver = MachineDriver(virtapi=None)
        self.driver._hypervisor = Hypervisor(self.standin.server_address)

    def spawn(self, one, **options):
        self.driver.spawn(None, one, None, [], "secret", None, network_info=PORTS, **options)

    def state(self, one):
        return self.driver.get_info(one).state

    def test_an_instance_is_a_machine_that_runs(self):
        one = instance()
        self.spawn(one)
        machine = self.standin.machines["node-1"]
        drive = {path: base64.b64decode(content) for path, content in machine.pop("configDrive").items()}
        self.assertEqual(
            machine,
            {
                "uuid": "uuid-1",
                "host": "compute-1",
                "cpus": 2,
                "memoryMiB": 2048,
                "mac": "fa:16:3e:00:00:20",
                "state": "on",
                "last": "on",
            },
        )
        self.assertEqual(drive["openstack/latest/user_data"], b"\x1f\x8bdata")
        self.assertEqual(drive["openstack/latest/network_data.json"], b"2")
        self.assertEqual(drive["openstack/latest/meta_data.json"], b"{'admin_pass': 'secret'}")
        self.assertEqual(self.state(one), 1)

    def test_an_instance_that_asks_for_no_drive_has_none(self):
        self.spawn(instance(config_drive=False))
        self.assertEqual(self.standin.machines["node-1"]["configDrive"], {})

    def test_power_follows_nova(self):
        one = instance()
        self.spawn(one, power_on=False)
        self.assertEqual(self.state(one), 4)
        self.driver.power_on(None, one, PORTS)
        self.assertEqual(self.state(one), 1)
        self.driver.reboot(None, one, PORTS, "HARD")
        self.assertEqual(self.standin.machines["node-1"]["last"], "reboot")
        self.driver.power_off(one)
        self.assertEqual(self.state(one), 4)
        self.driver.resume_state_on_host_boot(None, one, PORTS)
        self.assertEqual(self.state(one), 1)

    def test_what_is_destroyed_is_gone_and_may_be_destroyed_again(self):
        one = instance()
        self.spawn(one)
        for _ in range(2):
            self.driver.destroy(None, one, PORTS)
            self.assertEqual(self.standin.machines, {})
            self.assertRaises(exception.InstanceNotFound, self.driver.get_info, one)
        self.assertRaises(exception.InstanceNotFound, self.driver.power_off, one)

    def test_a_machine_that_is_gone_is_made_again_from_what_nova_knows(self):
        one = instance()
        self.driver.power_on(None, one, PORTS)
        self.assertEqual(self.standin.machines["node-1"]["state"], "on")

    def test_each_host_lists_its_own(self):
        self.spawn(instance())
        self.standin.machines["node-2"] = {"uuid": "uuid-2", "host": "compute-2", "state": "on"}
        self.assertEqual(self.driver.list_instances(), ["node-1"])
        self.assertEqual(self.driver.list_instance_uuids(), ["uuid-1"])

    def test_a_name_that_is_taken_aborts_the_build_and_spares_the_other(self):
        self.spawn(instance())
        second = instance(uuid="uuid-2")
        with self.assertRaisesRegex(exception.BuildAbortException, "uuid=uuid-2, reason=a machine named node-1 exists"):
            self.spawn(second)
        self.driver.destroy(None, second, PORTS)
        self.assertEqual(self.standin.machines["node-1"]["uuid"], "uuid-1")

    def test_a_flavor_can_make_a_build_fail(self):
        with self.assertRaisesRegex(exception.BuildAbortException, "reason=no memory left on this host"):
            self.spawn(instance(extra_specs={"dsaas:fail": "no memory left on this host"}))
        self.assertEqual(self.standin.machines, {})

    def test_what_the_hypervisor_says_is_the_fault(self):
        one = instance()
        self.spawn(one)
        self.standin.failure = "the disk is full"
        for fault, act in (
            (exception.InstancePowerOnFailure, lambda: self.driver.power_on(None, one, PORTS)),
            (exception.InstancePowerOffFailure, lambda: self.driver.power_off(one)),
            (exception.InstanceRebootFailure, lambda: self.driver.reboot(None, one, PORTS, "SOFT")),
            (exception.InstanceTerminationFailure, lambda: self.driver.destroy(None, one, PORTS)),
        ):
            with self.assertRaisesRegex(fault, "reason=the disk is full"):
                act()

    def test_a_hypervisor_that_is_away_says_nothing_of_machines(self):
        one = instance()
        self.spawn(one)
        self.driver._hypervisor = Hypervisor(("127.0.0.1", 1))
        self.assertEqual(self.state(one), 0)
        with self.assertRaisesRegex(exception.BuildAbortException, "the hypervisor at 127.0.0.1:1 does not answer"):
            self.spawn(instance("node-2", "uuid-2"))

    def test_what_machines_cannot_do_is_refused(self):
        self.assertRaises(NotImplementedError, self.driver.pause, instance())
        self.assertFalse(self.driver.capabilities["supports_attach_interface"])
