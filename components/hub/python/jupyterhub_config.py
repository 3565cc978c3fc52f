"""JupyterHub's configuration.

Everything that differs between institutions is in settings.json, written by the stack; secrets are files beside it:

    python/     this file and its modules        settings/   settings.json, directory-ca.pem
    templates/  pages                            branding/   the logo
    secrets/    one file for each secret

components/hub/settings.ts describes settings.json.
"""

import json
import ssl
import sys
from pathlib import Path

from aiohttp import ClientTimeout

python = Path(__file__).parent
base = python.parent
sys.path.insert(0, str(python))

from dsaas_database import database_url  # noqa: E402
from dsaas_directory import DirectoryAuthenticator  # noqa: E402
from dsaas_handover import Handover  # noqa: E402
from dsaas_homes import HomeSpawner  # noqa: E402
from dsaas_proxy import WatchedProxy  # noqa: E402

c = get_config()  # noqa: F821
settings = json.loads((base / "settings" / "settings.json").read_text())


def secret(name):
    return (base / "secrets" / name).read_text().strip()


# --- Hub ---------------------------------------------------------------------------------------------------------
c.JupyterHub.hub_bind_url = "http://:8081"
c.JupyterHub.hub_connect_url = settings["hubUrl"]
c.JupyterHub.db_url = database_url(settings["database"], base)
c.JupyterHub.upgrade_db = True
c.JupyterHub.cookie_secret = bytes.fromhex(secret("cookie-secret"))
c.CryptKeeper.keys = [bytes.fromhex(secret("crypt-key"))]
# Servers and routes outlive the hub: a new hub pod finds them again.
c.JupyterHub.cleanup_servers = False
c.JupyterHub.cleanup_proxy = False
c.JupyterHub.concurrent_spawn_limit = 64
c.Spawner.consecutive_failure_limit = 5
# This is also how often all routes are compared; a new proxy's and a moved server's are right sooner (dsaas_proxy.py).
c.JupyterHub.last_activity_interval = 30
c.JupyterHub.tornado_settings = {"headers": settings["headers"]}

# --- Proxy: a Deployment of its own ------------------------------------------------------------------------------
c.JupyterHub.proxy_class = WatchedProxy
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = settings["proxyApiUrl"]
c.ConfigurableHTTPProxy.auth_token = secret("proxy-token")
# What the hub asks the proxy and users' servers. A connection that is kept may lead to a pod that was lost with its machine:
# whatever is sent over it is never answered, and JupyterHub 6 gives up after five minutes, in which no route changes. It
# gave up after ten seconds once (https://github.com/jupyterhub/jupyterhub/pull/3223).
c.JupyterHubHTTPClient.connector_options = {"force_close": True}
c.JupyterHubHTTPClient.session_options = {"timeout": ClientTimeout(total=30, sock_connect=5, sock_read=20)}

# --- Idle culler: a Deployment of its own ------------------------------------------------------------------------
c.JupyterHub.services = [{"name": "idle-culler", "api_token": secret("culler-token")}]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "description": "Stops servers that nobody uses",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

# --- Pages -------------------------------------------------------------------------------------------------------
c.JupyterHub.template_paths = [str(base / "templates")]
c.JupyterHub.logo_file = str(base / "branding" / settings["branding"]["logoFile"])
c.JupyterHub.template_vars = {
    "branding": settings["branding"],
    "idle_after": settings["idleAfter"],
    "profile_names": {profile["slug"]: profile["displayName"] for profile in settings["profiles"]},
    # Called for each page.
    "handover": lambda _user: Handover.instance(),
}

# --- Handover to another generation ------------------------------------------------------------------------------
c.Handover.namespace = settings["namespace"]
c.Handover.state_name = settings["handover"]["state"]
c.Handover.report_name = settings["handover"]["report"]

# --- Log-in ------------------------------------------------------------------------------------------------------
login = settings["login"]
# Only these two are placeholders of the authenticator's template; braces of the institution's filter are not.
account_filter = login["userFilter"].replace("{", "{{").replace("}", "}}")
# The directory may spell names with one of the institution's domains or without; both are one user.
spellings = ["", *(f"@{domain}" for domain in settings["userDomains"])]
name_filter = "".join(f"({{login_attr}}={{login}}{spelling})" for spelling in spellings)
if len(spellings) > 1:
    name_filter = f"(|{name_filter})"

c.JupyterHub.authenticator_class = DirectoryAuthenticator
c.Authenticator.username_pattern = r"^[a-z0-9][a-z0-9._@-]*\Z"
# An account that is disabled, or loses its group, loses its session within this many seconds, on every route.
c.Authenticator.auth_refresh_age = 120
c.Authenticator.auth_refresh_strict = True
c.Authenticator.refresh_pre_spawn = True
c.DirectoryAuthenticator.server_address = login["host"]
c.DirectoryAuthenticator.server_port = login["port"]
c.DirectoryAuthenticator.tls_strategy = "on_connect" if login["tls"] == "ldaps" else "before_bind"
# Without `validate`, ldap3 takes any certificate.
c.DirectoryAuthenticator.tls_kwargs = {
    "ca_certs_file": str(base / "settings" / "directory-ca.pem"),
    "validate": ssl.CERT_REQUIRED,
}
c.DirectoryAuthenticator.valid_username_regex = r"^[a-z0-9][a-z0-9._@-]*\Z"
c.DirectoryAuthenticator.user_domains = settings["userDomains"]
c.DirectoryAuthenticator.lookup_dn = True
c.DirectoryAuthenticator.lookup_dn_search_user = login["bindDn"]
c.DirectoryAuthenticator.lookup_dn_search_password = secret("directory-password")
c.DirectoryAuthenticator.lookup_dn_search_filter = f"(&{name_filter}{account_filter})"
c.DirectoryAuthenticator.lookup_dn_user_dn_attribute = login["userAttribute"]
c.DirectoryAuthenticator.user_search_base = login["userSearchBase"]
c.DirectoryAuthenticator.user_attribute = login["userAttribute"]
# Users are named as the directory spells them, in lower case, however they typed it.
c.DirectoryAuthenticator.use_lookup_dn_username = True
c.DirectoryAuthenticator.allowed_groups = [login["allowedGroup"], login["administratorsGroup"]]
c.DirectoryAuthenticator.administrators_group = login["administratorsGroup"]
c.DirectoryAuthenticator.group_search_filter = "(member={userdn})"
# "1.1" asks for no attribute: whether the group matches is all that counts, not its thousands of members.
c.DirectoryAuthenticator.group_attributes = ["1.1"]

# --- Users' servers ----------------------------------------------------------------------------------------------
home = settings["home"]
profile_groups = {profile["slug"]: profile["groups"] for profile in settings["profiles"] if profile.get("groups")}
# Groups that admit nobody and that profiles and quotas go by; the hub then keeps who belongs to which.
more_groups = sorted({quota["group"] for quota in home["quotas"]}.union(*profile_groups.values()))
c.DirectoryAuthenticator.more_groups = more_groups
c.Authenticator.manage_groups = bool(more_groups)

c.JupyterHub.spawner_class = HomeSpawner
c.KubeSpawner.namespace = settings["namespace"]
c.KubeSpawner.cmd = ["jupyterhub-singleuser"]
c.KubeSpawner.default_url = "/lab"
# A server asks the hub again who somebody is after this many seconds, rather than five minutes, so that an account
# that is disabled soon loses its running server too.
c.KubeSpawner.args = ["--HubOAuth.cache_max_age=60"]
c.KubeSpawner.notebook_dir = home["mountPath"]
c.KubeSpawner.working_dir = home["mountPath"]
c.KubeSpawner.start_timeout = 300
c.KubeSpawner.http_timeout = 120
c.KubeSpawner.additional_profile_form_template_paths = [str(base / "templates")]


def scratch_space(gib):
    """Space outside the home (GiB, guarantee and limit), for what a server writes to its container and /tmp."""
    if gib is None:
        return {}
    return {
        "extra_resource_guarantees": {"ephemeral-storage": f"{gib['guarantee']}Gi"},
        "extra_resource_limits": {"ephemeral-storage": f"{gib['limit']}Gi"},
    }


profiles = [
    {
        "slug": profile["slug"],
        "display_name": profile["displayName"],
        "description": profile["description"],
        "default": profile["default"],
        "kubespawner_override": {
            "image": profile["image"],
            "cpu_guarantee": profile["resources"]["cpu"]["guarantee"],
            "cpu_limit": profile["resources"]["cpu"]["limit"],
            "mem_guarantee": profile["resources"]["memoryMiB"]["guarantee"] * 2**20,
            "mem_limit": profile["resources"]["memoryMiB"]["limit"] * 2**20,
            # Tells a hub that lost its database what the user chose (dsaas_adoption.py).
            "extra_annotations": {"dsaas/profile": profile["slug"]},
            **scratch_space(profile["resources"].get("ephemeralGiB")),
        },
    }
    for profile in settings["profiles"]
]
c.HomeSpawner.profile_groups = profile_groups
c.KubeSpawner.profile_list = (lambda spawner: spawner.permitted(profiles)) if profile_groups else profiles
c.KubeSpawner.image_pull_policy = "IfNotPresent"
c.KubeSpawner.extra_labels = {"app.kubernetes.io/part-of": "dsaas"}

# Homes. The claim's name is a function of the user's name and of nothing else, remembered nowhere, so that a lost
# database or a rebuilt cluster finds everybody's home again (kubespawner#937). Data is never deleted with a user.
# components/hub/homes.ts has the same function, and the same label.
c.KubeSpawner.slug_scheme = "safe"
c.KubeSpawner.pvc_name_template = "home-{username}"
c.KubeSpawner.remember_pvc_name = False
c.KubeSpawner.storage_pvc_ensure = True
c.KubeSpawner.delete_pvc = False
c.KubeSpawner.storage_class = home["storageClass"]
c.KubeSpawner.storage_access_modes = ["ReadWriteOnce"]
c.KubeSpawner.storage_capacity = f"{home['capacityGiB']}Gi"
c.KubeSpawner.storage_extra_labels = {"dsaas/volume": "home"}
c.HomeSpawner.home_capacity_gib = home["capacityGiB"]
c.HomeSpawner.home_quotas = home["quotas"]
c.HomeSpawner.home_grows = home["grows"]
export = home["export"] or {}
c.HomeSpawner.home_export_template = export.get("template", "")
c.HomeSpawner.home_export_annotation = export.get("key", "")
c.KubeSpawner.volumes = {"home": {"name": "home", "persistentVolumeClaim": {"claimName": "{pvc_name}"}}}
c.KubeSpawner.volume_mounts = {"home": {"name": "home", "mountPath": home["mountPath"]}}

# Pod Security "restricted".
c.KubeSpawner.uid = 1000
c.KubeSpawner.gid = 100
c.KubeSpawner.fs_gid = 100
c.KubeSpawner.allow_privilege_escalation = False
c.KubeSpawner.automount_service_account_token = False
c.KubeSpawner.pod_security_context = {
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
    "fsGroupChangePolicy": "OnRootMismatch",
}
c.KubeSpawner.container_security_context = {"capabilities": {"drop": ["ALL"]}}
c.KubeSpawner.extra_pod_config = {"enableServiceLinks": False}
