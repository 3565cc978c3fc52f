"""From what the API shows to the inventory's records."""

import copy
import random
import unittest

from dsaas_records import merged, octal, records, to_bytes, trident_facts

GIB = 2**30


def claim(name, volume, owner=None, phase="Bound", **spec):
    """A claim as kubespawner makes it and Kubernetes shows it."""
    annotations = {"pv.kubernetes.io/bind-completed": "yes"}
    if owner is not None:
        annotations["hub.jupyter.org/username"] = owner
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {
            "name": name,
            "namespace": "hub",
            "uid": f"uid-of-{name}",
            "labels": {"app.kubernetes.io/name": "jupyterhub", "dsaas/volume": "home"},
            "annotations": annotations,
            "finalizers": ["kubernetes.io/pvc-protection"],
        },
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "10Gi"}},
            "storageClassName": "dsaas-home",
            "volumeMode": "Filesystem",
            **({"volumeName": volume} if volume else {}),
            **spec,
        },
        "status": {"phase": phase, "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "10Gi"}},
    }


def local(name, path, kind="hostPath"):
    """What local-path-provisioner v0.0.30 makes."""
    return {
        "metadata": {"name": name, "annotations": {"pv.kubernetes.io/provisioned-by": "rancher.io/local-path"}},
        "spec": {
            "capacity": {"storage": "10Gi"},
            kind: {"path": path, **({"type": "DirectoryOrCreate"} if kind == "hostPath" else {})},
            "accessModes": ["ReadWriteOnce"],
            "claimRef": {"kind": "PersistentVolumeClaim", "namespace": "hub", "name": "home-ada"},
            "persistentVolumeReclaimPolicy": "Retain",
            "storageClassName": "dsaas-home",
        },
        "status": {"phase": "Bound"},
    }


def trident(name, internal, backend="uuid-1", driver="csi.trident.netapp.io"):
    attributes = {"backendUUID": backend, "internalName": internal, "name": name, "protocol": "file"}
    return {
        "metadata": {"name": name, "annotations": {"pv.kubernetes.io/provisioned-by": driver}},
        "spec": {
            "capacity": {"storage": "10Gi"},
            "csi": {"driver": driver, "volumeHandle": name, "volumeAttributes": attributes},
            "persistentVolumeReclaimPolicy": "Retain",
        },
        "status": {"phase": "Bound"},
    }


BACKENDS = [{"metadata": {"name": "tbe-x"}, "backendName": "nas", "backendUUID": "uuid-1", "config": {}}]


def tvol(name, backend="uuid-1", **config):
    """A TridentVolume: what it knows stands in `config`."""
    return {"metadata": {"name": name, "namespace": "trident"}, "backendUUID": backend, "config": {"name": name, **config}}


NFS = {"nfsServerIp": "192.0.2.50", "nfsPath": "/trident_pvc_1", "mountOptions": "nfsvers=4.1"}


class Records(unittest.TestCase):
    def test_a_directory(self):
        found = records([claim("home-ada", "pvc-1", "ada")], {"pvc-1": local("pvc-1", "/srv/dsaas/hub/home-ada")}, {})
        self.assertEqual(
            found,
            [
                {
                    "namespace": "hub",
                    "claim": "home-ada",
                    "owner": "ada",
                    "storageClass": "dsaas-home",
                    "capacity": 10 * GIB,
                    "accessModes": ["ReadWriteOnce"],
                    "labels": {"app.kubernetes.io/name": "jupyterhub", "dsaas/volume": "home"},
                    "source": {"driver": "local", "path": "/srv/dsaas/hub/home-ada"},
                }
            ],
        )

    def test_a_directory_as_the_kind_local(self):
        found = records([claim("home-ada", "pvc-1")], {"pvc-1": local("pvc-1", "/srv/x", "local")}, {})
        self.assertEqual([one["source"] for one in found], [{"driver": "local", "path": "/srv/x"}])

    def test_a_volume_of_trident(self):
        facts = trident_facts(BACKENDS, [tvol("pvc-1", accessInformation=NFS, unixPermissions="---rwxrwx---")])
        [found] = records([claim("home-ada", "pvc-1", "ada")], {"pvc-1": trident("pvc-1", "trident_pvc_1")}, facts)
        self.assertEqual(
            found["source"],
            {
                "driver": "trident",
                "volume": "trident_pvc_1",
                "backend": "nas",
                "nfs": {"server": "192.0.2.50", "path": "/trident_pvc_1"},
                "unixPermissions": "0770",
            },
        )

    def test_a_volume_without_an_export_or_a_mode(self):
        facts = trident_facts(BACKENDS, [tvol("pvc-1", accessInformation={"iscsiTargetPortal": "192.0.2.51"})])
        [found] = records([claim("home-ada", "pvc-1")], {"pvc-1": trident("pvc-1", "v")}, facts)
        self.assertEqual(found["source"], {"driver": "trident", "volume": "v", "backend": "nas"})

    def test_what_is_left_out(self):
        volumes = {
            "pvc-1": local("pvc-1", "/srv/x"),
            "other": trident("other", "v", driver="csi.example.org"),
            "unknown": trident("unknown", "v", backend="uuid-2"),
        }
        left_out = [
            claim("waits", None, phase="Pending"),
            claim("begun", "pvc-1", phase="Pending"),
            claim("lost", "gone", phase="Lost"),
            claim("another-driver", "other"),
            claim("unknown-backend", "unknown"),
        ]
        self.assertEqual(records(left_out, volumes, trident_facts(BACKENDS, [tvol("unknown", "uuid-2")])), [])

    def test_a_claim_without_what_is_optional(self):
        bare = claim("hub-db", "pvc-1")
        del bare["metadata"]["labels"], bare["metadata"]["annotations"], bare["spec"]["storageClassName"]
        [found] = records([bare], {"pvc-1": local("pvc-1", "/srv/x")}, {})
        self.assertEqual((found["owner"], found["labels"], found["storageClass"]), ("", {}, ""))

    def test_nothing_that_was_given_is_changed(self):
        given = [claim("home-ada", "pvc-1", "ada")]
        before = copy.deepcopy(given)
        [found] = records(given, {"pvc-1": local("pvc-1", "/srv/x")}, {})
        found["labels"]["new"] = "label"
        found["accessModes"].append("new")
        self.assertEqual(given, before)


class Quantities(unittest.TestCase):
    def test_every_suffix(self):
        for text, number in {
            "10737418240": 10 * GIB,
            "10Gi": 10 * GIB,
            "1.5Gi": 3 * GIB // 2,
            "512Ki": 512 * 2**10,
            "3Mi": 3 * 2**20,
            "2Ti": 2 * 2**40,
            "1Pi": 2**50,
            "1Ei": 2**60,
            "2k": 2000,
            "2M": 2 * 10**6,
            "2G": 2 * 10**9,
            "2T": 2 * 10**12,
            "2P": 2 * 10**15,
            "2E": 2 * 10**18,
            "2000m": 2,
            "1e3": 1000,
            "1E3": 1000,
            10: 10,
        }.items():
            with self.subTest(text):
                self.assertEqual(to_bytes(text), number)

    def test_modes(self):
        for text, mode in {
            "---rwxrwx---": "0770",
            "---rwxrwxrwx": "0777",
            "---rwxr-xr-x": "0755",
            "---rwx------": "0700",
            "------------": "0000",
            "0770": "0770",
            "755": "755",
        }.items():
            with self.subTest(text):
                self.assertEqual(octal(text), mode)


def one(name, volume="v"):
    return {"namespace": "hub", "claim": name, "source": {"driver": "local", "path": volume}}


class Merged(unittest.TestCase):
    def test_never_loses_a_record(self):
        chance = random.Random(1)
        before = []
        seen = set()
        for _ in range(300):
            now = [one(f"home-{number}", str(chance.random())) for number in chance.sample(range(40), chance.randrange(20))]
            seen |= {record["claim"] for record in now}
            before = merged(before, now)
            self.assertEqual({record["claim"] for record in before}, seen)
            self.assertEqual(len(before), len(seen))
            for record in now:
                self.assertIn(record, before)

    def test_what_the_cluster_has_now_counts(self):
        self.assertEqual(merged([one("a", "old"), one("b")], [one("a", "new")]), [one("a", "new"), one("b")])

    def test_an_empty_cluster_forgets_nobody(self):
        self.assertEqual(merged([one("b"), one("a")], []), [one("a"), one("b")])

    def test_the_order_is_the_same_whatever_came_first(self):
        self.assertEqual(merged([], [one("b"), one("a")]), merged([one("a")], [one("b")]))
