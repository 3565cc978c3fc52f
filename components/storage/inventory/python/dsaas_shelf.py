"""The folder outside the cluster that holds the inventory, its predecessor and the cluster's sign of life."""

import logging
import os
from pathlib import Path

from dsaas_seal import Damaged, open_sealed, seal

log = logging.getLogger("inventory")

INVENTORY = "inventory"
PREVIOUS = "inventory.previous"
HEARTBEAT = "heartbeat"


class Shelf:
    """Reads and writes the folder's files. A file is whole or not there, whenever the power goes."""

    def __init__(self, folder, key):
        self.folder = Path(folder)
        self.key = key

    def inventory(self):
        """The newest inventory that is whole and of this stack; None where there is none."""
        for name in (INVENTORY, PREVIOUS):
            found = self._read("inventory", name)
            if found is not None:
                return found
        return None

    def heartbeat(self):
        """The last sign of life that is whole and of this stack; None where there is none."""
        return self._read("heartbeat", HEARTBEAT)

    def pulse(self):
        """The bytes of the last sign of life, whole and of this stack or not: who changes them lives."""
        try:
            return (self.folder / HEARTBEAT).read_bytes()
        except FileNotFoundError:
            return None

    def write_inventory(self, inventory):
        """Replaces the inventory; the one before stays as its predecessor, unless it was damaged.

        Raises OSError, disk full among others, and then leaves both as they were.
        """
        new = self._write_aside(INVENTORY, seal("inventory", inventory, self.key))
        try:
            if self._read("inventory", INVENTORY) is not None:
                self._keep_previous()
            else:
                self._keep_unreadable()
        except OSError:
            new.unlink(missing_ok=True)
            raise
        self._replace(new, INVENTORY)
        self._sync_folder()

    def write_heartbeat(self, heartbeat):
        data = seal("heartbeat", heartbeat, self.key)
        try:
            self._replace(self._write_aside(HEARTBEAT, data), HEARTBEAT)
        except OSError:
            # A full disk must not look like a dead cluster: the old file's own room is written over. Torn, it still
            # tells every reader that somebody lives, as it changes.
            with open(self.folder / HEARTBEAT, "r+b", buffering=0) as file:
                file.write(data)
                file.truncate()
                os.fsync(file.fileno())

    def _keep_unreadable(self):
        """What this stack cannot read may be all that tells whose volume is whose: it stays, under a name of its own."""
        try:
            seconds = int((self.folder / INVENTORY).stat().st_mtime)
            os.link(self.folder / INVENTORY, self.folder / f"{INVENTORY}.unreadable-{seconds}")
        except FileNotFoundError:
            pass  # There is none: the first writing.
        except FileExistsError:
            pass  # Kept by an earlier try.

    def _keep_previous(self):
        aside = self.folder / f".{PREVIOUS}.new"
        aside.unlink(missing_ok=True)
        os.link(self.folder / INVENTORY, aside)
        self._replace(aside, PREVIOUS)
        # Nothing is renamed where both are the same file already, as after a power cut between the two replacements.
        aside.unlink(missing_ok=True)

    def _replace(self, aside, name):
        try:
            os.replace(aside, self.folder / name)
        except OSError:
            aside.unlink(missing_ok=True)
            raise

    def _write_aside(self, name, data):
        """The data in a file of another name, safe on the disk."""
        path = self.folder / f".{name}.new"
        try:
            with open(path, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            # What was written takes room that others may need now.
            path.unlink(missing_ok=True)
            raise
        return path

    def _sync_folder(self):
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _read(self, kind, name):
        path = self.folder / name
        try:
            return open_sealed(kind, path.read_bytes(), self.key)
        except FileNotFoundError:
            return None
        except Damaged as problem:
            log.error("%s %s", path, problem)
            return None
