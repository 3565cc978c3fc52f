"""A reader finds a whole inventory, the old one or the new one, whenever the writer dies and whatever the disk does."""

import errno
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from dsaas_seal import Damaged, open_sealed, seal
from dsaas_shelf import Shelf

KEY = "the stack's own key"
FILES = {"inventory", "inventory.previous", "heartbeat"}


def inventory(sequence, volumes=3):
    names = [{"claim": f"home-{number}", "sequence": sequence} for number in range(volumes)]
    return {"version": 1, "sequence": sequence, "volumes": names}


def beat(number, uid="own"):
    return {"cluster": {"name": "lab-1", "uid": uid}, "beat": number, "at": "2026-11-21T08:00:00Z"}


class ShelfTest(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)
        self.shelf = Shelf(self.folder, KEY)
        # What is damaged is logged, which is right and not what is looked at here.
        quiet = mock.patch("dsaas_shelf.log")
        self.log = quiet.start()
        self.addCleanup(quiet.stop)

    def names(self):
        return {path.name for path in self.folder.iterdir()}

    def previous(self):
        return open_sealed("inventory", (self.folder / "inventory.previous").read_bytes(), KEY)


class Writing(ShelfTest):
    def test_nothing_yet(self):
        self.assertIsNone(self.shelf.inventory())
        self.assertIsNone(self.shelf.heartbeat())
        self.assertIsNone(self.shelf.pulse())

    def test_the_newest_and_the_one_before(self):
        for sequence in range(1, 5):
            self.shelf.write_inventory(inventory(sequence))
            self.shelf.write_heartbeat(beat(sequence))
        self.assertEqual(self.shelf.inventory(), inventory(4))
        self.assertEqual(self.previous(), inventory(3))
        self.assertEqual(self.shelf.heartbeat(), beat(4))
        self.assertEqual(self.names(), FILES)

    def test_a_damaged_one_does_not_become_the_predecessor(self):
        self.shelf.write_inventory(inventory(1))
        self.shelf.write_inventory(inventory(2))
        (self.folder / "inventory").write_bytes(b"torn")
        self.assertEqual(self.shelf.inventory(), inventory(1))
        self.shelf.write_inventory(inventory(3))
        self.assertEqual(self.previous(), inventory(1))
        self.assertEqual(self.shelf.inventory(), inventory(3))

    def test_another_stack_s_files_are_none_of_ours(self):
        Shelf(self.folder, "another key").write_inventory(inventory(1))
        Shelf(self.folder, "another key").write_heartbeat(beat(1))
        self.assertIsNone(self.shelf.inventory())
        self.assertIsNone(self.shelf.heartbeat())
        self.assertIsNotNone(self.shelf.pulse())

    def test_any_cut_or_change_is_seen(self):
        data = seal("inventory", inventory(1), KEY)
        for end in range(len(data)):
            self.assertRaises(Damaged, open_sealed, "inventory", data[:end], KEY)
        for place in range(len(data)):
            changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            self.assertRaises(Damaged, open_sealed, "inventory", changed, KEY)
        self.assertRaises(Damaged, open_sealed, "inventory", data + b"\n", KEY)
        self.assertRaises(Damaged, open_sealed, "heartbeat", data, KEY)

    def test_data_is_on_the_disk_before_a_name_shows_it(self):
        done = []
        for name in ("fsync", "replace"):
            real = getattr(os, name)
            patch = mock.patch.object(os, name, lambda *a, name=name, real=real: (done.append(name), real(*a))[1])
            patch.start()
            self.addCleanup(patch.stop)
        self.shelf.write_inventory(inventory(1))
        # The data, the name, and then the folder that holds the name.
        self.assertEqual(done, ["fsync", "replace", "fsync"])


class Killed(ShelfTest):
    def write(self, what, value, number):
        """Whether the writer came to its end."""
        args = [sys.executable, "writer.py", str(self.folder), KEY, what, json.dumps(value), str(number)]
        result = subprocess.run(args, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
        self.assertIn(result.returncode, (0, -9), result.stderr)
        return result.returncode == 0

    def check(self, prepare, unreadable=None):
        for number in range(100):
            for path in self.folder.iterdir():
                path.unlink()
            old = prepare()
            ended = self.write("inventory", inventory(9), number)
            found = Shelf(self.folder, KEY).inventory()
            self.assertIn(found, [inventory(9)] if ended else [old, inventory(9)], f"killed at {number}")
            # What it left is in nobody's way.
            self.shelf.write_inventory(inventory(10))
            self.assertEqual(self.shelf.inventory(), inventory(10))
            self.assertIn(self.previous() if "inventory.previous" in self.names() else None, (old, inventory(9)))
            kept = {name for name in self.names() if name.startswith("inventory.unreadable-")}
            self.assertLessEqual(self.names() - kept, FILES)
            # What could not be read is never lost.
            contents = {(self.folder / name).read_bytes() for name in kept}
            self.assertEqual(contents, {unreadable} if unreadable else set())
            if ended:
                self.assertGreater(number, 10)
                return
        self.fail("it never came to its end")

    def test_with_a_predecessor(self):
        def prepare():
            self.shelf.write_inventory(inventory(1))
            self.shelf.write_inventory(inventory(2))
            return inventory(2)

        self.check(prepare)

    def test_the_first_one(self):
        self.check(lambda: None)

    def test_where_the_newest_is_damaged(self):
        def prepare():
            self.shelf.write_inventory(inventory(1))
            self.shelf.write_inventory(inventory(2))
            (self.folder / "inventory").write_bytes(b"torn")
            return inventory(1)

        self.check(prepare, unreadable=b"torn")

    def test_a_sign_of_life(self):
        for number in range(100):
            self.shelf.write_heartbeat(beat(1))
            ended = self.write("heartbeat", beat(2), number)
            self.assertIn(self.shelf.heartbeat(), [beat(2)] if ended else [beat(1), beat(2)])
            if ended:
                return
        self.fail("it never came to its end")


def fails(name, code=errno.ENOSPC, after=0):
    """The operation fails once it was called that many times."""
    real, calls = getattr(os, name), []

    def failing(*args):
        calls.append(args)
        if len(calls) > after:
            raise OSError(code, os.strerror(code))
        return real(*args)

    return mock.patch.object(os, name, failing)


class DiskFull(ShelfTest):
    def setUp(self):
        super().setUp()
        self.shelf.write_inventory(inventory(1))
        self.shelf.write_inventory(inventory(2))
        self.shelf.write_heartbeat(beat(1))

    def unchanged(self):
        self.assertEqual(self.shelf.inventory(), inventory(2))
        self.assertEqual(self.names(), FILES)

    def test_every_operation(self):
        for name, after in [("fsync", 0), ("link", 0), ("replace", 0), ("replace", 1)]:
            with self.subTest(name=name, after=after):
                with fails(name, after=after), self.assertRaises(OSError):
                    self.shelf.write_inventory(inventory(3))
                self.unchanged()
        self.shelf.write_inventory(inventory(3))
        self.assertEqual(self.shelf.inventory(), inventory(3))

    def test_while_the_data_is_written(self):
        class Full:
            def __init__(self, *_, **__):
                pass

            def __enter__(self):
                return self

            def __exit__(self, *_):
                pass

            def write(self, _data):
                raise OSError(errno.ENOSPC, "No space left on device")

        with mock.patch("builtins.open", Full), self.assertRaises(OSError):
            self.shelf.write_inventory(inventory(3))
        self.unchanged()

    def test_a_sign_of_life_needs_no_room(self):
        real = open
        full = lambda path, mode="r", **more: real(path if mode == "r+b" else "/dev/full", mode, **more)  # noqa: E731
        with mock.patch("builtins.open", full):
            self.shelf.write_heartbeat(beat(2))
        self.assertEqual(self.shelf.heartbeat(), beat(2))
        self.unchanged()

    def test_the_first_sign_of_life_needs_room(self):
        (self.folder / "heartbeat").unlink()
        with fails("fsync"), self.assertRaises(OSError):
            self.shelf.write_heartbeat(beat(2))
        self.assertEqual(self.names(), FILES - {"heartbeat"})


@unittest.skipUnless(os.geteuid() == 0, "only root mounts a file system")
class SmallDisk(ShelfTest):
    """A real file system without room."""

    def setUp(self):
        super().setUp()
        options = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", str(self.folder)]
        if subprocess.run(["mount", *options], capture_output=True, check=False).returncode != 0:
            self.skipTest("this machine mounts nothing")
        self.addCleanup(subprocess.run, ["umount", str(self.folder)], check=True)

    def test_full_and_then_not(self):
        self.shelf.write_inventory(inventory(1))
        self.shelf.write_inventory(inventory(2))
        self.shelf.write_heartbeat(beat(1))
        filler = self.folder / "somebody-else"
        with self.assertRaises(OSError), open(filler, "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)
        with self.assertRaises(OSError) as raised:
            self.shelf.write_inventory(inventory(3, volumes=500))
        self.assertEqual(raised.exception.errno, errno.ENOSPC)
        self.assertEqual(self.shelf.inventory(), inventory(2))
        self.assertEqual(self.previous(), inventory(1))
        self.assertEqual(self.names(), FILES | {"somebody-else"})
        # The cluster is not taken for dead meanwhile.
        for number in range(2, 12):
            self.shelf.write_heartbeat(beat(number))
            self.assertEqual(self.shelf.heartbeat(), beat(number))
        filler.unlink()
        self.shelf.write_inventory(inventory(3, volumes=500))
        self.assertEqual(self.shelf.inventory(), inventory(3, volumes=500))
        self.assertEqual(self.names(), FILES)
