"""Homes against an API server in memory: what is made, what never is, how large, and what users are told."""

import asyncio
import os
import sys
import unittest
from unittest.mock import AsyncMock, patch

from offline import configuration, spawner  # first: it says where the cluster is

from jupyterhub.spawner import SpawnException
from kubernetes_asyncio.client import V1ConfigMap, V1ObjectMeta, V1PersistentVolumeClaim
from kubernetes_asyncio.client import V1PersistentVolumeClaimSpec, V1PersistentVolumeClaimStatus
from kubernetes_asyncio.client import V1VolumeResourceRequirements
from kubernetes_asyncio.client.rest import ApiException
from kubespawner import KubeSpawner

folder = os.environ["HUB_FOLDER"]
sys.path.insert(0, os.path.join(folder, "python"))

from dsaas_handover import Handover  # noqa: E402
from dsaas_homes import access, quantity, user_name  # noqa: E402

students = "cn=students,dc=example,dc=org"
staff = "cn=staff,dc=example,dc=org"
quotas = [{"group": students, "capacityGiB": 5}, {"group": staff, "capacityGiB": 50}]


def claim(owner="alice", size="10Gi", deleted=None, phase="Bound", **annotations):
    return V1PersistentVolumeClaim(
        metadata=V1ObjectMeta(
            name="home-alice",
            annotations={**({"hub.jupyter.org/username": owner} if owner else {}), **annotations},
            deletion_timestamp=deleted,
        ),
        spec=V1PersistentVolumeClaimSpec(resources=V1VolumeResourceRequirements(requests={"storage": size})),
        status=V1PersistentVolumeClaimStatus(phase=phase),
    )


class Cluster:
    """Claims and ConfigMaps of one namespace. `trouble` is raised instead of the next answers, one each."""

    def __init__(self, claims=None, known=None, trouble=(), full=False):
        self.claims = claims or {}
        self.known = known
        self.trouble = list(trouble)
        self.full = full
        self.asked = []

    def _answer(self, question, found):
        self.asked.append(question)
        if self.trouble:
            raise self.trouble.pop(0)
        if found is None:
            raise ApiException(status=404)
        return found

    async def read_namespaced_persistent_volume_claim(self, name, namespace):
        return self._answer(f"{namespace}/{name}", self.claims.get(name))

    async def read_namespaced_config_map(self, name, namespace):
        found = None if self.known is None else V1ConfigMap(data=self.known)
        return self._answer(f"{namespace}/configmap/{name}", found)

    async def create_namespaced_persistent_volume_claim(self, namespace, body):
        if self.full:
            problem = ApiException(status=403)
            problem.body = 'persistentvolumeclaims "home-alice" is forbidden: exceeded quota: homes'
            raise problem
        self.claims[body.metadata.name] = body

    async def patch_namespaced_persistent_volume_claim(self, name, namespace, body):
        if self.full:
            problem = ApiException(status=403)
            problem.body = "exceeded quota: homes"
            raise problem
        self.claims[name].spec.resources.requests.update(body["spec"]["resources"]["requests"])


class Starting:
    """kubespawner stands still where it would make the pod; all before is its own."""

    def __init__(self, cluster, name="alice", groups=(), **changes):
        self.one = spawner(folder, name, groups=groups)
        self.one.api = cluster
        self.one.k8s_api_request_timeout = 1
        for key, value in changes.items():
            setattr(self.one, key, value)

    async def start(self):
        # One for each event loop, of which every test has its own.
        Handover.clear_instance()
        quiet = {
            "_start_watching_pods": AsyncMock(),
            "_start_watching_events": AsyncMock(),
            "_make_create_pod_request": AsyncMock(side_effect=PodWanted),
        }
        with patch.multiple(KubeSpawner, **quiet), patch.object(KubeSpawner, "events", []):
            try:
                await self.one.start()
            except PodWanted:
                pass
        return self.one


class PodWanted(Exception):
    pass


async def start(cluster, **kwargs):
    return await Starting(cluster, **kwargs).start()


class Making(unittest.IsolatedAsyncioTestCase):
    async def test_a_new_user_gets_a_home(self):
        for known in (None, {}, {"home-bob": "", "home-alice-2": ""}):
            cluster = Cluster(known=known)
            await start(cluster)
            made = cluster.claims["home-alice"]
            self.assertEqual(made.metadata.labels["dsaas/volume"], "home")
            self.assertEqual(made.metadata.annotations["hub.jupyter.org/username"], "alice")
            self.assertEqual(made.spec.resources.requests, {"storage": "10Gi"})
            self.assertEqual(made.spec.storage_class_name, "dsaas-home")

    async def test_a_known_home_without_a_claim_is_never_made_anew(self):
        cluster = Cluster(known={"home-alice": "trident_pvc_0f4e"})
        with self.assertRaises(SpawnException) as raised:
            await start(cluster)
        self.assertEqual(cluster.claims, {})
        # What the page shows on which users wait, and what the error page shows.
        self.assertIn("Your home exists but is not attached", raised.exception.jupyterhub_message)
        self.assertIn("home-alice with pulumi up", raised.exception.message)
        self.assertEqual(cluster.asked, ["jupyterhub/home-alice", "jupyterhub/configmap/known-homes"])

    async def test_once_attached_again_it_is_used(self):
        cluster = Cluster({"home-alice": claim()}, known={"home-alice": ""})
        one = await start(cluster)
        self.assertEqual(cluster.asked, ["jupyterhub/home-alice"])
        self.assertFalse(one.storage_pvc_ensure)

    async def test_a_claim_that_vanishes_while_the_server_starts_is_not_made_anew(self):
        cluster = Cluster({"home-alice": claim()})
        read = cluster.read_namespaced_persistent_volume_claim

        async def read_and_lose(name, namespace):
            found = await read(name, namespace)
            del cluster.claims[name]
            return found

        cluster.read_namespaced_persistent_volume_claim = read_and_lose
        await start(cluster)
        self.assertEqual(cluster.claims, {})

    async def test_nobody_gets_the_home_of_another(self):
        with self.assertRaisesRegex(SpawnException, "belongs to another user"):
            await start(Cluster({"home-alice": claim(owner="someone-else")}))

    async def test_a_claim_that_names_no_owner_is_the_users_by_its_name(self):
        await start(Cluster({"home-alice": claim(owner=None)}))

    async def test_a_home_that_is_being_deleted_or_lost_its_volume(self):
        for gone in (claim(deleted="2026-11-25T10:00:00Z"), claim(phase="Lost")):
            with self.assertRaisesRegex(SpawnException, "is not attached"):
                await start(Cluster({"home-alice": gone}))

    async def test_an_api_server_that_hesitates_is_asked_again(self):
        hesitates = [ApiException(status=500), asyncio.TimeoutError(), ApiException(status=429)]
        cluster = Cluster({"home-alice": claim()}, trouble=hesitates)
        await start(cluster)
        self.assertEqual(len(cluster.asked), 4)

    async def test_without_an_answer_nothing_is_made(self):
        cluster = Cluster(trouble=[ApiException(status=503)] * 1000)
        with self.assertRaisesRegex(SpawnException, "the cluster does not answer"):
            await start(cluster, k8s_api_request_retry_timeout=1)
        self.assertEqual(cluster.claims, {})

    async def test_a_refusal_to_look_is_no_leave_to_make_one(self):
        cluster = Cluster(trouble=[ApiException(status=404), ApiException(status=403)])
        with self.assertRaises(ApiException):
            await start(cluster)
        self.assertEqual(cluster.claims, {})

    async def test_no_room_for_another_home(self):
        with self.assertRaisesRegex(SpawnException, "reached what the service may hold") as raised:
            await start(Cluster(full=True))
        self.assertEqual(raised.exception.status_code, 507)


class Names(unittest.IsolatedAsyncioTestCase):
    async def test_named_servers_are_off_and_would_share_the_home(self):
        self.assertFalse(configuration(folder).JupyterHub.get("allow_named_servers", False))
        self.assertEqual(spawner(folder, "alice", server_name="second").pvc_name, "home-alice")

    async def test_every_profile_has_the_same_home(self):
        for slug in ("basic", "data-science"):
            one = spawner(folder, "alice")
            one.user_options = {"profile": slug}
            await one.load_user_options()
            self.assertEqual(one.get_pvc_manifest().metadata.name, "home-alice")

    async def test_another_namespace_in_an_older_database_is_not_believed(self):
        one = spawner(folder, "alice")
        one.load_state({"namespace": "old", "pod_name": "old-pod", "pvc_name": "claim-alice", "home_export": "a:/b"})
        self.assertEqual((one.namespace, one.pod_name, one.pvc_name), ("jupyterhub", "jupyter-alice", "home-alice"))
        self.assertIsNone(one.home_access)

    def test_one_name_however_it_is_spelt(self):
        domains = ["example.org", "Students.Example.org"]
        for spelt in ("alice", "ALICE", " Alice ", "alice@example.org", "Alice@EXAMPLE.org", "alice@students.example.org"):
            self.assertEqual(user_name(spelt, domains), "alice")

    def test_another_domain_is_another_user(self):
        self.assertEqual(user_name("alice@elsewhere.org", ["example.org"]), "alice@elsewhere.org")
        self.assertEqual(user_name("alice@notexample.org", ["example.org"]), "alice@notexample.org")
        self.assertEqual(user_name("@example.org", ["example.org"]), "@example.org")


class Sizes(unittest.IsolatedAsyncioTestCase):
    async def capacity(self, *groups):
        cluster = Cluster()
        await start(cluster, groups=groups, home_quotas=quotas)
        return cluster.claims["home-alice"].spec.resources.requests["storage"]

    async def test_the_largest_of_the_users_groups_counts(self):
        self.assertEqual(await self.capacity(), "10Gi")
        self.assertEqual(await self.capacity("cn=other,dc=example,dc=org"), "10Gi")
        self.assertEqual(await self.capacity(students), "5Gi")
        self.assertEqual(await self.capacity(students, staff), "50Gi")

    async def after(self, size, *groups, **changes):
        cluster = Cluster({"home-alice": claim(size=size)}, full=changes.pop("full", False))
        one = await start(cluster, groups=groups, home_quotas=quotas, **{"home_grows": True, **changes})
        return one, cluster.claims["home-alice"].spec.resources.requests["storage"]

    async def test_a_home_grows_and_never_shrinks(self):
        self.assertEqual((await self.after("10Gi", staff))[1], "50Gi")
        self.assertEqual((await self.after("10737418240", staff))[1], "50Gi")
        self.assertEqual((await self.after("100Gi", staff))[1], "100Gi")
        self.assertEqual((await self.after("50Gi", students))[1], "50Gi")

    async def test_a_claim_without_a_volume_yet_is_left_alone(self):
        cluster = Cluster({"home-alice": claim(phase="Pending")})
        one = await start(cluster, groups=[staff], home_quotas=quotas, home_grows=True)
        self.assertEqual(cluster.claims["home-alice"].spec.resources.requests["storage"], "10Gi")
        self.assertEqual(one.home_notice, "")

    async def test_it_stays_where_the_class_cannot_grow_it(self):
        one, size = await self.after("10Gi", staff, home_grows=False)
        self.assertEqual((size, one.home_notice), ("10Gi", ""))

    async def test_a_home_that_cannot_grow_starts_as_it_is_and_says_so(self):
        one, size = await self.after("10Gi", staff, full=True)
        self.assertEqual(size, "10Gi")
        self.assertIn("stays at 10 GiB, though you may have 50 GiB: all homes together", one.home_notice)
        again = spawner(folder, "alice")
        again.load_state(one.get_state())
        self.assertEqual(again.home_notice, one.home_notice)

    def test_quantities(self):
        for text, size in {"1Gi": 2**30, "1.5Ki": 1536, "10G": 10**10, "1e3": 1000, "5": 5, "2500m": 2}.items():
            self.assertEqual(quantity(text), size)
        for text in ("", "ten", "1 Gi", "1gi"):
            with self.assertRaises(ValueError):
                quantity(text)


class Profiles(unittest.IsolatedAsyncioTestCase):
    profiles = [{"slug": "basic"}, {"slug": "gpu"}]

    def open_to(self, *groups):
        one = spawner(folder, "alice", groups=groups)
        one.profile_groups = {"gpu": [staff]}
        return [profile["slug"] for profile in one.permitted(self.profiles)]

    async def test_a_restricted_profile_is_for_its_groups(self):
        self.assertEqual(self.open_to(), ["basic"])
        self.assertEqual(self.open_to(students), ["basic"])
        self.assertEqual(self.open_to(staff, students), ["basic", "gpu"])

    async def test_what_is_not_open_cannot_be_started_by_its_name(self):
        starting = Starting(Cluster(), user_options={"profile": "gpu"})
        full = [dict(profile, display_name=profile["slug"], default=profile["slug"] == "basic") for profile in self.profiles]
        starting.one.profile_groups = {"gpu": [staff]}
        starting.one.profile_list = lambda one: one.permitted(full)
        with self.assertRaisesRegex(SpawnException, "not open to you"):
            await starting.start()


class Exports(unittest.IsolatedAsyncioTestCase):
    key = "dsaas/export"

    def test_ways_in(self):
        self.assertEqual(
            access("nas.example.org:/export/dsaas/jupyterhub/home-alice"),
            {
                "path": "nas.example.org:/export/dsaas/jupyterhub/home-alice",
                "linux": "sudo mkdir -p /mnt/notebooks && sudo mount -t nfs -o vers=4,nosuid,nodev "
                "nas.example.org:/export/dsaas/jupyterhub/home-alice /mnt/notebooks",
                "macos": "nfs://nas.example.org/export/dsaas/jupyterhub/home-alice",
                "windows": "\\\\nas.example.org\\export\\dsaas\\jupyterhub\\home-alice",
            },
        )

    def test_nothing_that_a_shell_would_take_for_more(self):
        for export in ("", "nas", "/only/a/path", "nas:/a b", "nas:/a;rm", "nas:/$(id)", "-o nas:/a", "nas:/a\n"):
            self.assertIsNone(access(export))

    async def test_the_same_for_all(self):
        one = spawner(folder, "ada.lovelace")
        self.assertIsNone(one.home_access)
        one.home_export_template = "nas.example.org:/export/{namespace}/{claim}"
        self.assertEqual(one.home_access["path"], "nas.example.org:/export/jupyterhub/home-ada-lovelace---d239a0a8")

    async def test_from_the_claim_kept_over_stops_and_renewed_by_starts(self):
        cluster = Cluster({"home-alice": claim(**{self.key: "192.0.2.50:/trident_pvc_1"})})
        one = await start(cluster, home_export_annotation=self.key)
        self.assertEqual(one.home_access["path"], "192.0.2.50:/trident_pvc_1")
        one.clear_state()
        state = one.get_state()
        later = Starting(cluster, home_export_annotation=self.key)
        later.one.load_state(state)
        self.assertEqual(later.one.home_access["path"], "192.0.2.50:/trident_pvc_1")
        cluster.claims["home-alice"] = claim(**{self.key: "192.0.2.51:/trident_pvc_1"})
        self.assertEqual((await later.start()).home_access["path"], "192.0.2.51:/trident_pvc_1")

    async def test_of_a_new_home_as_soon_as_the_claim_tells(self):
        cluster = Cluster()
        one = await start(cluster, home_export_annotation=self.key)
        with patch.object(KubeSpawner, "poll", AsyncMock(return_value=None)):
            cluster.trouble = [ApiException(status=500)]
            self.assertIsNone(await one.poll())
            cluster.claims["home-alice"] = claim(**{self.key: "192.0.2.50:/trident_pvc_1"})
            asked = len(cluster.asked)
            await one.poll()
            self.assertEqual(len(cluster.asked), asked, "not at every look whether the server runs")
            self.assertIsNone(one.home_access)
            one._looked -= 60
            await one.poll()
        self.assertEqual(one.home_access["path"], "192.0.2.50:/trident_pvc_1")

    async def test_an_annotation_that_is_no_export_is_not_shown(self):
        one = await start(Cluster({"home-alice": claim(**{self.key: "nas:/x; rm -rf ~"})}), home_export_annotation=self.key)
        self.assertIsNone(one.home_access)


if __name__ == "__main__":
    unittest.main()
