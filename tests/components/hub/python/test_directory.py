"""Log-in, against a directory in memory, and against ones that are broken."""

import os
import socket
import ssl
import sys
import tempfile
import threading
import time
import unittest
from unittest.mock import Mock

import ldap3
from offline import configuration
from tornado import web

folder = os.environ["HUB_FOLDER"]
sys.path.insert(0, os.path.join(folder, "python"))

from dsaas_directory import DirectoryAuthenticator, DirectoryUnavailable  # noqa: E402

people = "ou=People,dc=example,dc=org"
service = "cn=svc-jupyter,ou=Services,dc=example,dc=org"
users_group = "cn=jupyter-users,ou=Groups,dc=example,dc=org"
admins_group = "cn=jupyter-admins,ou=Groups,dc=example,dc=org"
staff_group = "cn=staff,ou=Groups,dc=example,dc=org"
by_groups = {"more_groups": [staff_group], "manage_groups": True}


def person(cn, account, password, enabled=True):
    control = "512" if enabled else "514"
    attributes = {"cn": cn, "sAMAccountName": account, "userAccountControl": control, "userPassword": password}
    return f"cn={cn},{people}", {"objectClass": ["user"], **attributes}


def group(dn, *members):
    return dn, {"objectClass": ["group"], "member": [f"cn={member},{people}" for member in members]}


entries = [
    (service, {"objectClass": ["user"], "sAMAccountName": "svc-jupyter", "userPassword": "service password"}),
    person("Alice Adams (Prof)", "Alice", "alice password"),
    person("Bob Brown", "bob", "bob password"),
    person("Carol Clark", "carol", "carol password", enabled=False),
    person("Dora Diaz", "dora", "dora password"),
    person("1 Student", "1student", "student password"),
    group(users_group, "Alice Adams (Prof)", "Carol Clark", "1 Student", "Eve Evans"),
    group(admins_group, "Dora Diaz"),
    person("Eve Evans", "eve@example.org", "eve password"),
    group(staff_group, "Alice Adams (Prof)", "Bob Brown", "Eve Evans"),
]


class InMemory(DirectoryAuthenticator):
    """Binds to ldap3's mock instead of a server; everything above the connection is the real thing."""

    entries = entries

    def get_connection(self, userdn, password):
        connection = ldap3.Connection(ldap3.Server("memory"), user=userdn, password=password, client_strategy=ldap3.MOCK_SYNC)
        for dn, attributes in self.entries:
            connection.strategy.add_entry(dn, dict(attributes))
        return connection if connection.bind() else None


def authenticator(kind=InMemory, **changes):
    config = configuration(folder)
    section = config.DirectoryAuthenticator
    section.lookup_dn_search_password = "service password"
    section.lookup_dn_search_filter = "(&({login_attr}={login})(userAccountControl=512))"
    for key, value in changes.items():
        section[key] = value
    config[kind.__name__] = section
    return kind(config=config)


async def log_in(name, password, **changes):
    return await authenticator(**changes).get_authenticated_user(None, {"username": name, "password": password})


class LogIn(unittest.IsolatedAsyncioTestCase):
    async def test_member_of_the_allowed_group(self):
        model = await log_in("alice", "alice password")
        self.assertEqual((model["name"], model["admin"]), ("alice", False))

    async def test_member_of_the_administrators_group(self):
        model = await log_in("dora", "dora password")
        self.assertEqual((model["name"], model["admin"]), ("dora", True))

    async def test_one_name_however_it_is_typed(self):
        for typed in ("alice", "ALICE", " Alice "):
            self.assertEqual((await log_in(typed, "alice password"))["name"], "alice")

    async def test_one_name_with_and_without_the_institutions_domain(self):
        either = "(&(|({login_attr}={login})({login_attr}={login}@example.org))(userAccountControl=512))"
        changes = {"user_domains": ["example.org"], "lookup_dn_search_filter": either}
        for typed, password, name in (
            ("alice", "alice password", "alice"),
            ("Alice@Example.ORG", "alice password", "alice"),
            ("eve", "eve password", "eve"),
            ("eve@example.org", "eve password", "eve"),
        ):
            self.assertEqual((await log_in(typed, password, **changes))["name"], name)
            self.assertTrue(await Session().refresh(name, **changes))
        self.assertIsNone(await log_in("alice@elsewhere.org", "alice password", **changes))

    async def test_the_domain_stays_part_of_a_name_where_none_is_the_institutions(self):
        self.assertEqual((await log_in("EVE@example.org", "eve password"))["name"], "eve@example.org")

    async def test_groups_of_profiles_and_quotas_admit_nobody(self):
        self.assertEqual((await log_in("alice", "alice password", **by_groups))["groups"], [staff_group])
        self.assertEqual((await log_in("dora", "dora password", **by_groups))["groups"], [])
        self.assertIsNone(await log_in("bob", "bob password", **by_groups))

    async def test_groups_are_no_business_of_the_hub_unless_something_goes_by_them(self):
        self.assertFalse(configuration(folder).Authenticator.manage_groups)
        self.assertNotIn("groups", await log_in("alice", "alice password"))

    async def test_a_name_may_begin_with_a_digit(self):
        self.assertEqual((await log_in("1student", "student password"))["name"], "1student")

    async def test_refused_all_alike(self):
        cases = {
            "wrong password": ("alice", "wrong"),
            "empty password": ("alice", ""),
            "unknown user": ("nobody", "alice password"),
            "in no group": ("bob", "bob password"),
            "disabled": ("carol", "carol password"),
            "the hub's own account": ("svc-jupyter", "service password"),
            "wildcard": ("*", "alice password"),
            "filter": ("alice)(cn=*", "alice password"),
        }
        for case, (name, password) in cases.items():
            with self.subTest(case):
                self.assertIsNone(await log_in(name, password))

    async def test_the_accounts_filter_is_the_institutions(self):
        search = configuration(folder).DirectoryAuthenticator.lookup_dn_search_filter
        self.assertEqual(
            search.format(login_attr="sAMAccountName", login="alice"),
            "(&(sAMAccountName=alice)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))",
        )

    async def test_certificates_are_checked(self):
        self.assertEqual(configuration(folder).DirectoryAuthenticator.tls_kwargs["validate"], ssl.CERT_REQUIRED)


class Session(unittest.IsolatedAsyncioTestCase):
    async def refresh(self, name, kind=InMemory, **changes):
        user = Mock()
        user.name = name
        return await authenticator(kind, **changes).refresh_user(user)

    async def test_goes_on_while_the_account_may_log_in(self):
        self.assertEqual(await self.refresh("alice"), {"name": "alice", "admin": False})
        self.assertEqual(await self.refresh("dora"), {"name": "dora", "admin": True})

    async def test_ends_with_the_account_or_the_group(self):
        for name in ("carol", "bob", "nobody"):
            self.assertIs(await self.refresh(name), False)
            self.assertIs(await self.refresh(name, **by_groups), False)

    async def test_follows_the_groups_of_profiles_and_quotas(self):
        self.assertEqual((await self.refresh("alice", **by_groups))["groups"], [staff_group])
        self.assertEqual((await self.refresh("dora", **by_groups))["groups"], [])

    async def test_outlasts_an_outage_of_the_directory(self):
        self.assertIs(await self.refresh("alice", DirectoryAuthenticator, server_address="127.0.0.1", server_port=1), True)


class BrokenDirectory(unittest.IsolatedAsyncioTestCase):
    """Each is answered within the time-out, with the same message on the log-in page."""

    async def assert_unavailable(self, **changes):
        began = time.monotonic()
        with self.assertRaises(web.HTTPError) as raised:
            await authenticator(DirectoryAuthenticator, timeout=1, server_address="127.0.0.1", **changes).authenticate(
                None, {"username": "alice", "password": "alice password"}
            )
        self.assertEqual(raised.exception.status_code, 503)
        self.assertIn("does not answer", raised.exception.log_message)
        self.assertLess(time.monotonic() - began, 10)
        return raised.exception.__cause__

    async def test_nobody_listens(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        await self.assert_unavailable(server_port=port)

    async def test_it_accepts_and_says_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            await self.assert_unavailable(server_port=listener.getsockname()[1])

    async def test_its_certificate_is_another_ones(self):
        with tempfile.TemporaryDirectory() as place, socket.create_server(("127.0.0.1", 0)) as listener:
            theirs, ours = (certificate(place, name) for name in ("theirs", "ours"))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(theirs)
            threading.Thread(target=shake_hands, args=(listener, context), daemon=True).start()
            tls = {"ca_certs_file": ours, "validate": ssl.CERT_REQUIRED}
            cause = await self.assert_unavailable(server_port=listener.getsockname()[1], tls_kwargs=tls)
            self.assertIn("CERTIFICATE_VERIFY_FAILED", str(cause))

    async def test_the_hubs_own_account_is_refused(self):
        class Refusing(DirectoryAuthenticator):
            def get_connection(self, userdn, password):
                raise DirectoryUnavailable("refused")

        with self.assertRaises(web.HTTPError):
            await authenticator(Refusing).authenticate(None, {"username": "alice", "password": "alice password"})


def certificate(place, name):
    """A self-signed certificate for 127.0.0.1 with its key, in one PEM file."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.timezone.utc)
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    path = os.path.join(place, f"{name}.pem")
    with open(path, "wb") as file:
        pem = serialization.Encoding.PEM
        plain = serialization.NoEncryption()
        file.write(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(pem))
    return path


def shake_hands(listener, context):
    try:
        while True:
            connection, _ = listener.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                pass  # the client did not like us, as it should
    except OSError:
        pass  # the test is over


if __name__ == "__main__":
    unittest.main()
