"""Users' homes: whose claim is whose, that none is ever replaced by an empty one, how large it is, and its way in
from outside.

HomeSpawner is kubespawner with steps around its start; it uses kubespawner's public methods. The names that it shares
with the stack (labels, annotations, the ConfigMap) are those of components/hub/homes.ts.
"""

import asyncio
import re
from decimal import Decimal

from aiohttp import ClientError
from jupyterhub.utils import exponential_backoff
from kubernetes_asyncio.client.rest import ApiException
from kubespawner import KubeSpawner
from traitlets import Bool, Dict, Int, List, Unicode

from dsaas_handover_hooks import HandoverSpawner
from dsaas_refusal import refusal

OWNER = "hub.jupyter.org/username"
KNOWN_HOMES = "known-homes"

NOT_ATTACHED = (
    "Your home exists but is not attached, so your server was not started: it would have shown you an empty one. "
    "Nothing is lost. Please tell your support: an administrator re-attaches {claim} with pulumi up."
)
FOREIGN = (
    "Your home {claim} belongs to another user, so your server was not started. "
    "Please tell your support: the owner of {claim} is not the one who is signed in."
)
UNREACHABLE = "Your home cannot be looked up right now: the cluster does not answer. Please try again in a few minutes."
FULL = (
    "No home can be made for you: all homes together have reached what the service may hold. "
    "Please tell your support: dsaas:hub.quota allows no further home."
)
NOT_GROWN = (
    "Your home stays at {old} GiB, though you may have {new} GiB: {why}. Your files are not affected. "
    "Your support can help."
)
NO_PROFILE = "You cannot start this environment: it does not exist or is not open to you. Please choose another."

_GIB = 2**30
_FACTORS = {
    **{f"{unit}i": 1024 ** (power + 1) for power, unit in enumerate("KMGTPE")},
    **{unit: 1000 ** (power + 1) for power, unit in enumerate("kMGTPE")},
    "m": Decimal("0.001"),
    "": 1,
}
# What may stand in a command that users copy: nothing that a shell, a web address or a file manager reads as more.
_EXPORT = re.compile(r"(?P<server>[A-Za-z0-9.-]+):(?P<path>/[A-Za-z0-9._/+-]+)")
# Seconds between two looks for the export of a running server's home, until it is there.
_LOOK_AGAIN = 60


def user_name(spelt, domains=()):
    """The one name of a user, however a directory, an identity provider or the user spells it.

    Without spaces around it, in lower case, without one of the institution's own `domains` behind it: alice is also
    `ALICE` and, with the domain example.org, `alice@example.org`. As userName in components/hub/homes.ts.
    """
    name = spelt.strip().lower()
    for domain in domains:
        short = name.removesuffix(f"@{domain.lower()}")
        if short and short != name:
            return short
    return name


def quantity(text):
    """Bytes of a Kubernetes quantity such as `10Gi`, `1.5G` or `1e9`; raises ValueError for anything else."""
    match = re.fullmatch(r"([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([KMGTPE]i|[kMGTPEm]|)", text)
    if match is None:
        raise ValueError(f"{text!r} is no quantity")
    return int(Decimal(match[1]) * _FACTORS[match[2]])


def access(export):
    """How users mount the export `server:/path`, by system; None where it is empty or no such thing.

    {"path": "server:/path", "linux": one command, "macos" and "windows": what to type into the file manager}
    """
    match = _EXPORT.fullmatch(export)
    if match is None:
        return None
    server, path = match["server"], match["path"]
    return {
        "path": export,
        "linux": f"sudo mkdir -p /mnt/notebooks && sudo mount -t nfs -o vers=4,nosuid,nodev {export} /mnt/notebooks",
        "macos": f"nfs://{server}{path}",
        "windows": f"\\\\{server}{path}".replace("/", "\\"),
    }


class HomeSpawner(HandoverSpawner, KubeSpawner):
    """A user's server with the user's home, or no server."""

    home_capacity_gib = Int(10, config=True, help="GiB of a home whose user is in no group of home_quotas.")
    home_quotas = List(
        Dict(),
        config=True,
        help='GiB by directory group, [{"group": …, "capacityGiB": …}]; the largest of a user\'s groups counts.',
    )
    home_grows = Bool(False, config=True, help="Whether the storage class lets a claim grow.")
    home_export_template = Unicode(
        config=True,
        help="NFS export of every home, with {namespace} and {claim}; empty where it is not the same for all.",
    )
    home_export_annotation = Unicode(
        config=True, help="Annotation of the claim that holds its NFS export, server:/path; empty for none."
    )
    profile_groups = Dict(config=True, help="Directory groups that a profile is open to, by its slug; else all.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._export = ""
        self._notice = ""
        self._looked = float("-inf")

    # --- What pages show ---

    @property
    def home_access(self):
        """How to reach the home from outside (see access), or None where there is no way."""
        if self.home_export_template:
            place = self.home_export_template.replace("{namespace}", self.namespace)
            return access(place.replace("{claim}", self.pvc_name))
        return access(self._export)

    @property
    def home_notice(self):
        """What the user should know of the home since the last start; empty for nothing."""
        return self._notice

    # --- What the hub's database keeps ---

    def get_state(self):
        state = super().get_state()
        if self._export:
            state["home_export"] = self._export
        if self._notice:
            state["home_notice"] = self._notice
        return state

    def load_state(self, state):
        # Homes and servers are in the configured namespace; what an older database tells of another is of no use here.
        known = state if state.get("namespace", self.namespace) == self.namespace else {}
        super().load_state(known)
        self._export = known.get("home_export", "")
        self._notice = known.get("home_notice", "")

    # --- Starting ---

    async def start(self):
        """Start the server with the user's home; raises SpawnException, with a sentence for the user, if it must not."""
        self._notice = ""
        capacity = self.capacity_gib()
        self.storage_capacity = f"{capacity}Gi"
        claim = await self._read_claim()
        # A home that is there is never made, not even when it vanishes at this very moment.
        self.storage_pvc_ensure = claim is None
        if claim is None:
            await self._refuse_a_known_home()
        else:
            self._check(claim)
            await self._grow(claim, capacity)
            self._take_export(claim)
        try:
            return await super().start()
        except ApiException as problem:
            if problem.status == 403 and "exceeded quota" in str(problem.body):
                self.log.error("No home for %s: %s", self.user.name, problem.body)
                raise refusal(FULL, "quota", 507) from problem
            raise

    async def load_user_options(self):
        """As kubespawner's; a profile that is not there, or not for this user, is the user's mistake and says so."""
        try:
            await super().load_user_options()
        except ValueError as problem:
            self.log.warning("%s may not start %s: %s", self.user.name, self.user_options, problem)
            raise refusal(NO_PROFILE, "profile", 400) from problem

    async def poll(self):
        """As kubespawner's; meanwhile it looks for the export of a home that was new when its server started.

        A server that Kubernetes has given up with its machine has ended.
        """
        status = await super().poll()
        if status is None and self.machine_lost() and self._pod()["metadata"].get("deletionTimestamp"):
            await self.stop(now=True)
            return 1
        now = asyncio.get_running_loop().time()
        if status is None and self.home_export_annotation and not self._export and now - self._looked >= _LOOK_AGAIN:
            self._looked = now
            try:
                self._take_export(await asyncio.wait_for(self._claim_request(), self.k8s_api_request_timeout))
            except (ApiException, ClientError, asyncio.TimeoutError) as problem:
                self.log.warning("Export of %s is not known yet: %s", self.pvc_name, problem)
        return status

    # --- A lost machine ---

    async def stop(self, now=False):
        """As kubespawner's; but where the server's machine is lost, nobody is there who could end it, and no pod that
        could be waited for: the user would have no server for as long as the machine is away. Its object is removed.
        """
        ended = asyncio.ensure_future(super().stop(now))
        while not (await asyncio.wait([ended], timeout=1))[0]:
            if self.machine_lost():
                ended.cancel()
                self.log.warning("%s is not waited for: its machine is lost", self.pod_name)
                return await super().stop(now=True)
        await ended

    def machine_lost(self):
        """Whether Kubernetes has marked the pod as out of reach: it is not Ready, though its kubelet's last word was that
        all of it is. It takes that long without a sign of life from the kubelet as --node-monitor-grace-period says.
        """
        status = (self._pod() or {}).get("status", {})
        conditions = {condition["type"]: condition["status"] for condition in status.get("conditions") or []}
        return conditions.get("ContainersReady") == "True" and conditions.get("Ready") == "False"

    def _pod(self):
        """The server's pod as the hub last saw it; None where there is none."""
        return self.pod_reflector.pods.get(f"{self.namespace}/{self.pod_name}") if self.pod_reflector else None

    # --- Directory groups ---

    def groups(self):
        """The user's directory groups, as far as anything here goes by them."""
        return {group.name for group in self.user.groups}

    def capacity_gib(self):
        """GiB of the user's home: the most that one of the user's groups gives, or home_capacity_gib."""
        groups = self.groups() if self.home_quotas else set()
        return max(
            (quota["capacityGiB"] for quota in self.home_quotas if quota["group"] in groups),
            default=self.home_capacity_gib,
        )

    def permitted(self, profiles):
        """Those of `profiles` (a profile_list) that the user may start."""
        groups = self.groups()
        return [
            profile
            for profile in profiles
            if profile["slug"] not in self.profile_groups or groups & set(self.profile_groups[profile["slug"]])
        ]

    # --- The claim ---

    def _claim_request(self):
        return self.api.read_namespaced_persistent_volume_claim(name=self.pvc_name, namespace=self.namespace)

    async def _read_claim(self):
        return await self._ask(self._claim_request)

    async def _refuse_a_known_home(self):
        """A home that is known but has no claim here is attached by an administrator, and never made anew."""
        known = await self._ask(
            lambda: self.api.read_namespaced_config_map(name=KNOWN_HOMES, namespace=self.namespace)
        )
        if known is not None and self.pvc_name in (known.data or {}):
            self.log.error("%s of %s is a known home without a claim; nothing is made in its place", self.pvc_name, self.user.name)
            raise refusal(NOT_ATTACHED.format(claim=self.pvc_name), "home-not-attached", 503)

    def _check(self, claim):
        """The claim is this user's, and there to stay."""
        owner = (claim.metadata.annotations or {}).get(OWNER, self.user.name)
        if owner != self.user.name:
            self.log.error("%s of %s belongs to %s", self.pvc_name, self.user.name, owner)
            raise refusal(FOREIGN.format(claim=self.pvc_name), "home-of-another", 409)
        if claim.metadata.deletion_timestamp is not None or claim.status.phase == "Lost":
            self.log.error("%s of %s is lost or being deleted", self.pvc_name, self.user.name)
            raise refusal(NOT_ATTACHED.format(claim=self.pvc_name), "home-not-attached", 503)

    def _take_export(self, claim):
        """Remember the export that the claim's annotation tells, if it is one that can be shown."""
        export = (claim.metadata.annotations or {}).get(self.home_export_annotation, "") if self.home_export_annotation else ""
        if export and access(export) is None:
            self.log.warning("%s: annotation %s is no export: %r", self.pvc_name, self.home_export_annotation, export)
            export = ""
        self._export = export

    async def _grow(self, claim, capacity):
        """Let the claim grow to `capacity` GiB where its class can; it never shrinks. A refusal only leaves a notice."""
        old = quantity(claim.spec.resources.requests["storage"])
        # A claim without a volume yet cannot be changed; the next start finds it bound.
        if not self.home_grows or old >= capacity * _GIB or claim.status.phase != "Bound":
            return
        body = {"spec": {"resources": {"requests": {"storage": f"{capacity}Gi"}}}}
        try:
            await self._ask(
                lambda: self.api.patch_namespaced_persistent_volume_claim(
                    name=self.pvc_name, namespace=self.namespace, body=body
                )
            )
            self.log.info("%s grows from %d to %d GiB", self.pvc_name, old // _GIB, capacity)
        except ApiException as problem:
            self.log.error("%s cannot grow to %d GiB: %s", self.pvc_name, capacity, problem.body)
            full = problem.status == 403 and "exceeded quota" in str(problem.body)
            why = "all homes together have reached what the service may hold" if full else "the storage refused to grow it"
            self._notice = NOT_GROWN.format(old=old // _GIB, new=capacity, why=why)

    async def _ask(self, request):
        """The API server's answer, None for what does not exist; asks again while it is overloaded or away.

        Raises ApiException for other refusals, SpawnException when no answer comes in time.
        """
        answer = []

        async def attempt():
            try:
                answer.append(await asyncio.wait_for(request(), self.k8s_api_request_timeout))
            except ApiException as problem:
                if problem.status == 404:
                    answer.append(None)
                elif problem.status == 429 or (problem.status or 0) >= 500:
                    return False
                else:
                    raise
            except (ClientError, asyncio.TimeoutError):
                return False
            return True

        try:
            await exponential_backoff(attempt, "no answer", timeout=self.k8s_api_request_retry_timeout)
        except TimeoutError as problem:
            self.log.error("The API server does not answer about %s", self.pvc_name)
            raise refusal(UNREACHABLE, "cluster", 503) from problem
        return answer[0]
