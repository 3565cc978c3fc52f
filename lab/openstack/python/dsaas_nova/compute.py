"""nova-compute with this package's virt driver."""

import os.path

from nova.cmd import compute  # first: it makes threads green before anything else is loaded
import nova.virt


def main():
    # nova looks for the driver that nova.conf names in its own package and nowhere else.
    nova.virt.__path__.append(os.path.dirname(os.path.dirname(__file__)))
    return compute.main()
