"""cloud-init's own VMware datasource, in a machine that is a container.

cloud-init looks at a machine's DMI tables to learn that it is a VMware VM, and reads none inside a container, since they
would be the host's. The lab's machines are VMs of a vSphere API all the same, with guestinfo behind vmware-rpctool, so
here the answer about the product is given; the datasource itself is unchanged. A machine with a config drive is an
instance of an OpenStack, and none of VMware's.
"""

import os
from types import SimpleNamespace

from cloudinit.sources import DataSourceVMware as vmware

_OPENSTACK = os.path.isdir("/var/lib/cloud/seed/config_drive")
_PRODUCT = {"system-product-name": "OpenStack Nova" if _OPENSTACK else "VMware Virtual Platform"}

vmware.dmi = SimpleNamespace(read_dmi_data=_PRODUCT.get)
get_datasource_list = vmware.get_datasource_list
