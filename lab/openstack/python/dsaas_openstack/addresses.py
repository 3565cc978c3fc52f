"""octavia's network driver where no amphora boots."""

from octavia.network.drivers.neutron import allowed_address_pairs
from octavia.network.drivers.noop_driver import driver as noop


class UnpluggedAddresses(allowed_address_pairs.AllowedAddressPairsDriver):
    """
    Keeps load balancers' addresses as neutron's ports, with their security groups, and plugs them into nothing.

    octavia's own driver that does nothing invents addresses too, which no client could tell from real ones.
    """

    def __init__(self):
        super().__init__()
        self.nothing = noop.NoopManager()

    def plug_vip(self, load_balancer, vip):
        return self.nothing.plug_vip(load_balancer, vip)

    def unplug_vip(self, load_balancer, vip):
        self.nothing.unplug_vip(load_balancer, vip)

    def plug_aap_port(self, load_balancer, vip, amphora, subnet):
        return self.nothing.plug_aap_port(load_balancer, vip, amphora, subnet)

    def unplug_aap_port(self, vip, amphora, subnet):
        self.nothing.unplug_aap_port(vip, amphora, subnet)

    def plug_network(self, compute_id, network_id):
        return self.nothing.plug_network(compute_id, network_id)

    def unplug_network(self, compute_id, network_id):
        self.nothing.unplug_network(compute_id, network_id)

    def get_plugged_networks(self, compute_id):
        return self.nothing.get_plugged_networks(compute_id)

    def plug_port(self, amphora, port):
        self.nothing.plug_port(amphora, port)

    def get_network_configs(self, loadbalancer, amphora=None):
        return self.nothing.get_network_configs(loadbalancer, amphora)

    def wait_for_port_detach(self, amphora):
        self.nothing.wait_for_port_detach(amphora)
