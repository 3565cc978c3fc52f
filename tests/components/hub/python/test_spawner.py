"""Homes: whose claim is whose."""

import os
import random
import re
import string
import unittest

from offline import spawner

folder = os.environ["HUB_FOLDER"]
label = re.compile(r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$")


def claim(name, **kwargs):
    return spawner(folder, name, **kwargs).pvc_name


def names(count, seed=1):
    """Names as the log-in lets through: short and long, with dots, dashes and digits."""
    rng = random.Random(seed)
    alphabet = string.ascii_lowercase + string.digits + "._-"
    for _ in range(count):
        first = rng.choice(string.ascii_lowercase + string.digits)
        yield first + "".join(rng.choice(alphabet) for _ in range(rng.randrange(0, 80)))


class Homes(unittest.IsolatedAsyncioTestCase):
    async def test_names(self):
        self.assertEqual(claim("alice"), "home-alice")
        self.assertEqual(claim("ada.lovelace"), "home-ada-lovelace---d239a0a8")
        self.assertEqual(claim("1student"), "home-x-1student---41988779")

    async def test_every_name_has_a_claim_of_its_own(self):
        users = set(names(300)) | {"a--b", "a-b", "a.b", "a_b", "a-b-", "a", "x-a", "a---0123abcd"}
        claims = {user: claim(user) for user in users}
        self.assertEqual(len(set(claims.values())), len(users))
        for user, name in claims.items():
            self.assertRegex(name, label, user)

    async def test_nothing_but_the_name_counts(self):
        one = spawner(folder, "alice")
        # What an older version, another template or a lost database remembers.
        one.load_state({"pod_name": "jupyter-alice", "pvc_name": "claim-alice", "kubespawner_version": "7.1.0"})
        self.assertEqual(one.pvc_name, "home-alice")
        one.clear_state()
        self.assertEqual(one.pvc_name, "home-alice")
        self.assertFalse(one.delete_pvc)

    async def test_stopping_and_starting_again_mounts_the_same_claim(self):
        one = spawner(folder, "alice")
        one._pvc_exists = True
        state = one.get_state()
        two = spawner(folder, "alice")
        two.load_state(state)
        self.assertEqual(two.pvc_name, one.pvc_name)
        self.assertEqual(two.get_pvc_manifest().metadata.name, "home-alice")


if __name__ == "__main__":
    unittest.main()
