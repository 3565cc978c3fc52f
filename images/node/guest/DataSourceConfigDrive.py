"""cloud-init's own ConfigDrive datasource, in a machine that is a container.

A container has its network card configured before it boots. So it skips the stage in which cloud-init would ask this
datasource, to configure the card by its answer; here the datasource answers in the stage that a container has, and says
nothing of the network. All else of it is unchanged.
"""

from cloudinit import sources
from cloudinit.sources import DataSourceConfigDrive as drive


class DataSourceConfigDrive(drive.DataSourceConfigDrive):
    network_config = None


_DATASOURCES = [(DataSourceConfigDrive, (sources.DEP_FILESYSTEM, sources.DEP_NETWORK))]


def get_datasource_list(depends):
    return sources.list_from_depends(depends, _DATASOURCES)
