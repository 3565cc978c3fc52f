"""cinder's volumes where there is no disk array."""

from cinder import interface
from cinder.volume import driver


@interface.volumedriver
class RecordedVolumes(driver.VolumeDriver):
    """
    Volumes and snapshots that exist in cinder's database alone: made, attached, copied and removed at once, and empty.

    A machine that boots from one gets its disk from what runs it.
    """

    VERSION = "1"
    CI_WIKI_NAME = "none"
    CAPACITY_GB = 100_000

    def check_for_setup_error(self):
        pass

    def _update_volume_stats(self):
        self._stats = {
            "volume_backend_name": self.configuration.safe_get("volume_backend_name"),
            "vendor_name": "dsaas",
            "driver_version": self.VERSION,
            "storage_protocol": "none",
            "total_capacity_gb": self.CAPACITY_GB,
            "free_capacity_gb": self.CAPACITY_GB,
            "reserved_percentage": 0,
            "QoS_support": False,
            "multiattach": False,
        }

    def create_volume(self, volume):
        pass

    def delete_volume(self, volume):
        pass

    def extend_volume(self, volume, new_size):
        pass

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        """Says that the volume holds the image, so that cinder does not download it."""
        return {}, True

    def create_cloned_volume(self, volume, src_vref):
        pass

    def create_volume_from_snapshot(self, volume, snapshot):
        pass

    def create_snapshot(self, snapshot):
        pass

    def delete_snapshot(self, snapshot):
        pass

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def initialize_connection(self, volume, connector, **kwargs):
        return {"driver_volume_type": "fake", "data": {"volume_id": volume["id"]}}

    def terminate_connection(self, volume, connector, **kwargs):
        pass
