"""Log-in against the institution's directory (LDAP, Active Directory).

Upstream's LDAPAuthenticator finds accounts, checks passwords and groups. This subclass uses its public methods to add
what it leaves out: administrators from a directory group, sessions that end with the account, and answers within
seconds when the directory is down.
"""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import ldap3
from ldap3.core.exceptions import LDAPBindError, LDAPException
from ldapauthenticator import LDAPAuthenticator
from ldapauthenticator.ldapauthenticator import TlsStrategy
from tornado import web
from traitlets import Int, List, Unicode

from dsaas_handover_hooks import HandoverAuthenticator
from dsaas_homes import user_name

UNAVAILABLE = "Log-in is not possible right now: the directory does not answer. Please try again in a few minutes."


class DirectoryUnavailable(Exception):
    """The directory cannot be asked: it is down, unreachable, not who it claims to be, or refuses the hub itself."""


class DirectoryAuthenticator(HandoverAuthenticator, LDAPAuthenticator):
    """Members of `allowed_groups` with an enabled account may log in; `administrators_group` makes administrators."""

    administrators_group = Unicode(
        config=True,
        help="Distinguished name of the group whose members administer the hub; it belongs in allowed_groups too.",
    )
    timeout = Int(5, config=True, help="Seconds to wait for a connection, and for each answer.")
    more_groups = List(
        Unicode(),
        config=True,
        help="Distinguished names of groups that profiles and quotas go by; belonging to one admits nobody.",
    )
    user_domains = List(
        Unicode(), config=True, help="The institution's own domains: name@domain is the user `name`."
    )

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        # ldap3 blocks; in threads, a slow directory holds up those who log in and nobody else.
        self._threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="directory")
        self._opened = threading.local()

    async def authenticate(self, handler, data):
        """Check a name and password; None refuses, whatever the reason, and upstream logs which.

        Raises HTTP 503, which the log-in page shows as its message, when the directory cannot be asked.
        """
        upstream = super().authenticate
        name = user_name(data["username"], self.user_domains)
        try:
            model = await self._ask(lambda: asyncio.run(upstream(None, {**data, "username": name})))
            if model is None:
                return None
            groups = model["auth_state"]["ldap_groups"]
            if self.manage_groups:
                model["groups"] = await self._ask(lambda: self.groups_of(name, self.more_groups)) if groups else []
        except DirectoryUnavailable as problem:
            self.log.error("Log-in of %s failed: %s", name, problem)
            raise web.HTTPError(503, UNAVAILABLE) from problem
        model["admin"] = self._administers(groups)
        return model

    def normalize_username(self, username):
        """One name for each user, whatever the directory or the user writes."""
        return super().normalize_username(user_name(username, self.user_domains))

    async def refresh_user(self, user, handler=None):
        """Look the account up again: False ends the session of one that is disabled, gone or in no group any more.

        A directory that cannot be asked changes nothing, so that its outage does not log everybody out.
        """
        try:
            groups = await self._ask(lambda: self.groups_of(user.name, [*self.allowed_groups, *self.more_groups]))
        except DirectoryUnavailable as problem:
            self.log.warning("Keeping the session of %s without a check: %s", user.name, problem)
            return True
        if not set(groups) & set(self.allowed_groups):
            self.log.warning("Ending the session of %s: no enabled account in an allowed group", user.name)
            return False
        model = {"name": user.name, "admin": self._administers(groups)}
        if self.manage_groups:
            model["groups"] = [group for group in groups if group in self.more_groups]
        return model

    def groups_of(self, username, groups):
        """Those of `groups` that the enabled account with this name belongs to; empty when there is none."""
        name, userdn = self.resolve_username(username)
        if userdn is None:
            return []
        connection = self.get_connection(self.lookup_dn_search_user, self.lookup_dn_search_password)
        member = self.group_search_filter.format(
            userdn=ldap3.utils.conv.escape_filter_chars(userdn),
            uid=ldap3.utils.conv.escape_filter_chars(name),
        )
        return [
            group
            for group in dict.fromkeys(groups)
            if connection.search(group, member, search_scope=ldap3.BASE, attributes=self.group_attributes)
        ]

    def get_connection(self, userdn, password):
        """A connection bound as `userdn`, or None when that name and password are refused.

        As upstream's, with time-outs, without following referrals (a bind password goes to no other server) and
        without reading the directory's schema, which is megabytes on Active Directory. Raises DirectoryUnavailable
        when the hub's own account is refused, which must not look like an unknown user.
        """
        on_connect = self.tls_strategy == TlsStrategy.on_connect
        server = ldap3.Server(
            self.server_address,
            port=self.server_port,
            use_ssl=on_connect,
            tls=ldap3.Tls(**self.tls_kwargs),
            connect_timeout=self.timeout,
            get_info=ldap3.NONE,
        )
        try:
            connection = ldap3.Connection(
                server,
                user=userdn,
                password=password,
                auto_bind=ldap3.AUTO_BIND_NO_TLS if on_connect else ldap3.AUTO_BIND_TLS_BEFORE_BIND,
                receive_timeout=self.timeout,
                auto_referrals=False,
                read_only=True,
            )
        except LDAPBindError as refusal:
            if userdn == self.lookup_dn_search_user:
                raise DirectoryUnavailable(f"{self.server_address} refuses the hub's account {userdn}") from refusal
            return None
        self._opened.connections.append(connection)
        return connection

    def _administers(self, groups):
        return self.administrators_group in groups

    async def _ask(self, question):
        """Run a blocking question in a thread; every failure of the directory becomes DirectoryUnavailable."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._with_connections, question)
        except LDAPException as problem:
            raise DirectoryUnavailable(f"{self.server_address}:{self.server_port}: {problem}") from problem

    def _with_connections(self, question):
        """Ask, then close what was opened, which upstream leaves to the garbage collector."""
        self._opened.connections = []
        try:
            return question()
        finally:
            for connection in self._opened.connections:
                try:
                    connection.unbind()
                except LDAPException:
                    pass  # it is gone already
