"""neutron's ports on hosts that run no agent."""

from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.plugins.ml2 import api


class AgentlessPorts(api.MechanismDriver):
    """
    Binds each port to its first segment as soon as its host is known, and calls it active.

    neutron's own drivers ask whether the host's agent is alive first, so that without agents a port never binds and
    nova gives up on the instance.
    """

    def initialize(self):
        pass

    @property
    def connectivity(self):
        return portbindings.CONNECTIVITY_L2

    def bind_port(self, context):
        if not context.segments_to_bind:
            return
        context.set_binding(
            context.segments_to_bind[0][api.ID],
            portbindings.VIF_TYPE_OTHER,
            {portbindings.CAP_PORT_FILTER: False},
            status=constants.PORT_STATUS_ACTIVE,
        )
