"""What is on an instance's config drive."""

import base64

from nova.api.metadata.base import InstanceMetadata
from nova.virt import configdrive


def files(instance, network_info, injected_files, admin_password):
    """
    The files that nova would write to the instance's config drive, as path → content in base64; none for an instance
    that has asked for no drive. nova itself makes them, as it does for every hypervisor.
    """
    if not configdrive.required_by(instance):
        return {}
    extra = {"admin_pass": admin_password} if admin_password else {}
    metadata = InstanceMetadata(instance, content=injected_files, extra_md=extra, network_info=network_info)
    return {path: _encoded(content) for path, content in metadata.metadata_for_config_drive()}


def _encoded(content):
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()
