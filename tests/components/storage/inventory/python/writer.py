"""Writes an inventory or a sign of life, and is killed (SIGKILL) at the operation with a given number.

    python3 writer.py FOLDER KEY WHAT JSON NUMBER

An operation has two numbers, one before and one after it, as what is killed in between has done it or not; a write has
a third, for half of the data. Prints how many numbers there were if there was none of that number.
"""

import builtins
import json
import os
import signal
import sys
from pathlib import Path

from dsaas_shelf import Shelf

folder, key, what, value, number = sys.argv[1:]
count = 0


def tick():
    global count
    if count == int(number):
        os.kill(os.getpid(), signal.SIGKILL)
    count += 1


def around(operation):
    def watched(*args, **more):
        tick()
        result = operation(*args, **more)
        tick()
        return result

    return watched


class Halves:
    """A file whose writes can be killed in the middle."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def __getattr__(self, name):
        return getattr(self.file, name)

    def write(self, data):
        for part in (data[: len(data) // 2], data[len(data) // 2 :]):
            tick()
            self.file.write(part)
            self.file.flush()


shelf = Shelf(folder, key)
real_open = builtins.open
for name in ("fsync", "link", "replace", "open", "close"):
    setattr(os, name, around(getattr(os, name)))
Path.unlink = around(Path.unlink)
builtins.open = lambda *args, **more: Halves(around(real_open)(*args, **more))
getattr(shelf, f"write_{what}")(json.loads(value))
print(count)
