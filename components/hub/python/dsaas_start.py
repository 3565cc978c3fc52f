"""What the hub's container runs before it becomes the hub.

It makes sure that its generation is the one that serves, restores a lost database, and adopts running servers.

    python dsaas_start.py jupyterhub ARGUMENT...

It is done in the hub's own container, rather than in one before it, so that every restart of the hub does it and not
only a new pod.
"""

import asyncio
import logging
import os
import sys
from pathlib import Path

from dsaas_adoption import adopt_all
from dsaas_backup import back_up_before_upgrade
from dsaas_cluster import ClusterUnavailable, Stopped, may_use_volumes
from dsaas_database import database_url, load_settings
from dsaas_restore import NoUsableBackup, restore

log = logging.getLogger("dsaas.start")


def prepare(folder):
    """Raises when the hub must not start yet: it would use another's volumes, or replace servers that it does not know."""
    settings = load_settings(folder)
    asyncio.run(may_use_volumes(settings["namespace"]))
    url = database_url(settings["database"], folder)
    restore(settings["database"], url)
    back_up_before_upgrade(settings["database"], url)
    adopt_all(url, settings["namespace"])


def main(command):
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Its own, since what makes the hub's tables sets everybody's level anew.
    logging.getLogger("dsaas").setLevel(logging.INFO)
    try:
        # Not the folder of an imported module: that is where a ConfigMap's links lead to.
        prepare(Path(__file__).parent.parent)
    except ClusterUnavailable as problem:
        sys.exit(f"The hub does not start without knowing what its cluster says: {problem}")
    except (NoUsableBackup, Stopped) as problem:
        sys.exit(f"The hub does not start: {problem}")
    except Exception:
        log.exception("The hub does not start: its database cannot be made ready; the next try follows")
        sys.exit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
