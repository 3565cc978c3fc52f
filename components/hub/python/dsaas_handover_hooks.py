"""Where JupyterHub lets a handover in: an authenticator's page, a spawner's start."""

import asyncio

from jupyterhub.handlers.pages import HealthCheckHandler

from dsaas_handover import Handover
from dsaas_refusal import refusal

RENEWED = "The service is being renewed. Please try again in a few minutes; your files are kept."


class NoticeHandler(HealthCheckHandler):
    """What notebooks ask for, {"state": …, "until": …}, for everybody who reaches the hub.

    It is as cheap as a health check, and as quiet in the log: every open notebook asks three times a minute.
    """

    async def prepare(self):
        """Nobody's session is looked up, so none is kept alive either."""

    def get(self):
        handover = Handover.instance()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.write({"state": handover.state, "until": handover.until})

    head = get


class HandoverAuthenticator:
    """For an authenticator: its hub takes part in handovers.

    get_handlers is the one hook of JupyterHub's, apart from those it gives up, that is handed the application and may
    add a page.
    """

    def get_handlers(self, app):
        Handover.instance(parent=app).begin(app)
        return [*super().get_handlers(app), (r"/notice", NoticeHandler)]


class HandoverSpawner:
    """For a spawner: it starts nothing while servers are being stopped, and gives up a start that is under way then.

    Whoever waits for the server is told why.
    """

    # Whether the last start was begun, or refused; None when this hub has seen none.
    begun = None

    async def start(self):
        closed = Handover.instance().closed
        self.begun = not closed.is_set()
        if not self.begun:
            raise _renewed()
        starting = asyncio.ensure_future(super().start())
        closing = asyncio.ensure_future(closed.wait())
        try:
            await asyncio.wait([starting, closing], return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                return starting.result()
            starting.cancel()
            await asyncio.wait([starting])
            try:
                # What it may have made goes too, even if the hub has not heard of it yet.
                await self.stop(now=True)
            except Exception as problem:
                # JupyterHub stops a server whose start failed, too.
                self.log.warning("What the start of %s has made is still there: %s", self.user.name, problem)
            raise _renewed()
        finally:
            starting.cancel()
            closing.cancel()


def _renewed():
    problem = refusal(RENEWED, "renewal", 503)
    problem.headers = {"Retry-After": "60"}
    return problem
