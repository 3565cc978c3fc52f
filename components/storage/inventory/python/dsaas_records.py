"""From Kubernetes objects, as plain dictionaries, to the inventory's records. Pure functions."""

OWNER = "hub.jupyter.org/username"
TRIDENT = "csi.trident.netapp.io"

SUFFIXES = {f"{letter}i": 2 ** (10 * power) for power, letter in enumerate("KMGTPE", 1)}
SUFFIXES |= {letter: 10 ** (3 * power) for power, letter in enumerate("kMGTPE", 1)} | {"m": 1 / 1000}


def to_bytes(quantity):
    """A Kubernetes quantity in bytes: "10Gi" is 10737418240."""
    text = str(quantity)
    for suffix, factor in SUFFIXES.items():
        if text.endswith(suffix):
            return int(float(text[: -len(suffix)]) * factor)
    return int(float(text))


def records(claims, volumes, trident):
    """Records of all claims that are bound to a volume whose bytes outlive the cluster.

    `trident` maps a volume's name to what Trident knows of it: {"backend", "nfs", "unixPermissions"}, the last two
    only where they are known.
    """
    found = []
    for claim in claims:
        volume = volumes.get(claim["spec"].get("volumeName", ""))
        if volume is None or claim.get("status", {}).get("phase") != "Bound":
            continue
        source = source_of(volume, trident.get(volume["metadata"]["name"], {}))
        if source is not None:
            found.append(record(claim, source))
    return found


def record(claim, source):
    metadata, spec = claim["metadata"], claim["spec"]
    return {
        "namespace": metadata["namespace"],
        "claim": metadata["name"],
        "owner": (metadata.get("annotations") or {}).get(OWNER, ""),
        "storageClass": spec.get("storageClassName") or "",
        "capacity": to_bytes(spec["resources"]["requests"]["storage"]),
        "accessModes": list(spec["accessModes"]),
        "labels": dict(metadata.get("labels") or {}),
        "source": source,
    }


def source_of(volume, trident):
    """Where a volume's bytes are; None for a volume of a driver that this stack does not know."""
    spec = volume["spec"]
    path = ((spec.get("hostPath") or {}) or (spec.get("local") or {})).get("path")
    if path:
        return {"driver": "local", "path": path}
    attributes = (spec.get("csi") or {}).get("volumeAttributes") or {}
    if is_tridents(volume) and "internalName" in attributes and "backend" in trident:
        return {"driver": "trident", "volume": attributes["internalName"], **trident}
    return None


def is_tridents(volume):
    return (volume["spec"].get("csi") or {}).get("driver") == TRIDENT


def trident_facts(backends, volumes):
    """What TridentBackend and TridentVolume objects tell of each volume, by the name of its PersistentVolume."""
    names = {backend.get("backendUUID"): backend.get("backendName") for backend in backends}
    facts = {}
    for volume in volumes:
        name = names.get(volume.get("backendUUID"))
        if name is None:
            continue
        config = volume.get("config") or {}
        access = config.get("accessInformation") or {}
        fact = {"backend": name}
        if access.get("nfsServerIp") and access.get("nfsPath"):
            fact["nfs"] = {"server": access["nfsServerIp"], "path": access["nfsPath"]}
        if config.get("unixPermissions"):
            fact["unixPermissions"] = octal(config["unixPermissions"])
        facts[volume["metadata"]["name"]] = fact
    return facts


def octal(mode):
    """ "---rwxrwx---" as "0770"; a mode in digits stays what it is."""
    if not mode.startswith("-"):
        return mode
    bits = ["".join("0" if letter == "-" else "1" for letter in mode[i : i + 3]) for i in (3, 6, 9)]
    return "0" + "".join(str(int(three, 2)) for three in bits)


def merged(before, now):
    """All records: those of now, and of before what is no longer in the cluster, for a home is never forgotten."""
    present = {(one["namespace"], one["claim"]) for one in now}
    kept = [one for one in before if (one["namespace"], one["claim"]) not in present]
    return sorted(kept + now, key=lambda one: (one["namespace"], one["claim"]))
