"""Pages: what every one of them carries, and that nothing of the institution's text becomes markup."""

import asyncio
import copy
import os
import sys
import unittest
from unittest.mock import Mock

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from jupyterhub._data import DATA_FILES_PATH
from offline import configuration, spawner

folder = os.environ["HUB_FOLDER"]
sys.path.insert(0, os.path.join(folder, "python"))

from dsaas_homes import access  # noqa: E402

upstream = os.path.join(DATA_FILES_PATH, "templates")
own = os.path.join(folder, "templates")
parts = ("footer.html", "form.html", "handover.html")
pages = sorted(name for name in os.listdir(own) if name.endswith(".html") and name not in parts)


def render(page, home_export="", home_notice="", **changes):
    """The page as the hub renders it: its own templates first, upstream's below `templates/`."""
    loader = ChoiceLoader([PrefixLoader({"templates": FileSystemLoader([upstream])}, "/"), FileSystemLoader([own, upstream])])
    branding = {**configuration(folder).JupyterHub.template_vars["branding"], **changes}
    user = Mock(json_escaped_name="alice")
    user.name = "alice"
    server = Mock(ready=True, active=True, home_access=access(home_export), home_notice=home_notice)
    server.user_options = {"profile": "basic"}
    variables = {
        "branding": branding,
        "idle_after": "1 hour",
        "profile_names": {"basic": "Basic"},
        "base_url": "/hub/",
        "static_url": lambda path, **_: f"/hub/static/{path}",
        "user": user,
        "default_server": server,
        "handover": Mock(state="serving"),
        "parsed_scopes": {},
        "xsrf_token": "",
        "status_code": 500,
        "status_message": "Internal Server Error",
        "api_page_limit": 50,
        "spawner_options_form": "",
        "no_spawner_check": True,
        "authenticator": Mock(request_otp=False),
    }
    return Environment(loader=loader, autoescape=True).get_template(page).render(variables)


class Pages(unittest.IsolatedAsyncioTestCase):
    def test_every_page_carries_the_institution(self):
        for page in pages:
            with self.subTest(page):
                html = render(page)
                for part in (
                    '<img src="/hub/logo" alt="">',
                    "<small>Example University</small>",
                    '<link rel="icon" href="/hub/logo">',
                    "Notebook Service",
                    "--brand: #005ea8;",
                    '<a href="https://www.example.org/imprint">Imprint</a>',
                    '<a href="https://www.example.org/privacy">Privacy</a>',
                ):
                    self.assertIn(part, html)
                self.assertNotIn("<title>\n        JupyterHub", html)

    def test_nothing_comes_from_elsewhere(self):
        for page in pages:
            with self.subTest(page):
                self.assertNotRegex(render(page), r'(src|rel="stylesheet" href)="?(https?:)?//')

    def test_announcement_only_when_there_is_one(self):
        self.assertIn("Maintenance on Friday", render("login.html"))
        self.assertNotIn('class="notice"', render("login.html", announcement=""))

    def test_texts_are_no_markup(self):
        evil = "<script>alert(1)</script>"
        for page in pages:
            with self.subTest(page):
                html = render(page, institution=evil, service=evil, announcement=evil, links=[{"text": evil, "url": "https://x"}])
                self.assertNotIn(evil, html)

    def test_the_profile_that_runs_is_named(self):
        self.assertRegex(render("home.html"), r"Running\s+· Basic")

    def test_the_way_to_the_files_only_where_there_is_one(self):
        self.assertNotIn("from your own computer", render("home.html"))
        html = render("home.html", home_export="nas.example.org:/export/jupyterhub/home-alice")
        self.assertIn('<h2 id="files-heading">Your files from your own computer</h2>', html)
        self.assertIn(">nas.example.org:/export/jupyterhub/home-alice</code>", html)
        self.assertIn("nosuid,nodev nas.example.org:/export/jupyterhub/home-alice /mnt/notebooks</code>", html)
        self.assertIn("<code class=\"copied\">nfs://nas.example.org/export/jupyterhub/home-alice</code>", html)
        self.assertIn(r"\\nas.example.org\export\jupyterhub\home-alice", html)

    def test_a_help_page_is_linked_beside_it(self):
        links = [{"text": "Help", "url": "https://help.example.org"}]
        html = render("home.html", home_export="nas:/export/home-alice", links=links)
        self.assertIn('<p><a href="https://help.example.org">Help</a></p>', html)

    def test_a_notice_about_the_home(self):
        self.assertIn("stays at 10 GiB", render("home.html", home_notice="Your home stays at 10 GiB <b>"))
        self.assertNotIn('class="notice"', render("home.html"))

    async def test_space_outside_the_home_is_told_where_it_is_limited(self):
        one = spawner(folder, "alice")
        profiles = copy.deepcopy(one.profile_list)
        self.assertNotIn("outside your folder", one._render_options_form(profiles))
        profiles[0]["kubespawner_override"]["extra_resource_limits"] = {"ephemeral-storage": "20Gi"}
        self.assertIn("1 GiB of memory, 20 GiB outside your folder", one._render_options_form(profiles))

    async def test_profiles(self):
        html = spawner(folder, "alice").options_form
        html = await html(Mock()) if asyncio.iscoroutinefunction(html) else html
        self.assertIn('value="basic" checked', html)
        self.assertNotIn('value="data-science" checked', html)
        self.assertIn("Up to 1 CPU core and 1 GiB of memory", html)
        self.assertIn("Up to 4 CPU cores and 8 GiB of memory", html)
        self.assertIn("basic:1.0 · cccccccccccc", html)

    async def test_profiles_texts_are_neither_markup_nor_templates(self):
        one = spawner(folder, "alice")
        profiles = copy.deepcopy(one.profile_list)
        profiles[0]["description"] = "<b>{{ 7 * 7 }}</b>"
        html = Environment().from_string(one._render_options_form(profiles)).render()
        self.assertIn("&lt;b&gt;&#123;&#123; 7 * 7 }}&lt;/b&gt;", html)


if __name__ == "__main__":
    unittest.main()
