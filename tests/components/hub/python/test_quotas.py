"""The configuration of a hub whose profiles and homes go by directory groups (byGroups of example.ts), evaluated."""

import os
import unittest
from unittest.mock import Mock

from offline import configuration, spawner, to_json

folder = os.environ["HUB_FOLDER"]
staff = "cn=staff,ou=Groups,dc=example,dc=org"
professors = "cn=professors,ou=Groups,dc=example,dc=org"


class ByGroups(unittest.IsolatedAsyncioTestCase):
    def test_the_log_in_looks_for_exactly_these_groups(self):
        config = configuration(folder)
        self.assertEqual(config.DirectoryAuthenticator.more_groups, [professors, staff])
        self.assertTrue(config.Authenticator.manage_groups)
        self.assertNotIn(staff, config.DirectoryAuthenticator.allowed_groups)

    def test_accounts_are_found_with_and_without_the_domain(self):
        search = configuration(folder).DirectoryAuthenticator.lookup_dn_search_filter
        self.assertEqual(
            search.format(login_attr="sAMAccountName", login="alice"),
            "(&(|(sAMAccountName=alice)(sAMAccountName=alice@example.org))"
            "(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
        )

    async def form(self, *groups):
        one = spawner(folder, "alice", groups=groups)
        return await one.options_form(one)

    async def test_a_restricted_profile_is_offered_to_its_groups_only(self):
        self.assertNotIn('value="data-science"', await self.form())
        self.assertNotIn('value="data-science"', await self.form(professors))
        self.assertIn('value="data-science"', await self.form(staff))
        self.assertIn('value="basic" checked', await self.form())

    async def test_space_outside_the_home(self):
        one = spawner(folder, "alice", groups=[staff])
        one.user_options = {"profile": "data-science"}
        await one.load_user_options()
        resources = to_json(await one.get_pod_manifest())["spec"]["containers"][0]["resources"]
        self.assertEqual(resources["requests"]["ephemeral-storage"], "1Gi")
        self.assertEqual(resources["limits"]["ephemeral-storage"], "20Gi")
        self.assertIn("20 GiB outside your folder", await self.form(staff))

    async def test_homes(self):
        one = spawner(folder, "alice", groups=[staff, professors])
        self.assertEqual(one.capacity_gib(), 200)
        self.assertEqual(spawner(folder, "bob").capacity_gib(), 10)
        self.assertTrue(one.home_grows)
        self.assertEqual(one.home_access["path"], "nas.example.org:/export/dsaas/jupyterhub/home-alice")


if __name__ == "__main__":
    unittest.main()
