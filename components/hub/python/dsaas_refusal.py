"""How the hub refuses to start a server."""

from jupyterhub.spawner import SpawnException


def refusal(message, reason, status_code):
    """An exception that tells the user why no server started.

    It does not count as a failure of the hub, which would stop itself after some. `jupyterhub_message` is what the
    page shows on which users wait.
    """
    problem = SpawnException(message, reason=reason, status_code=status_code)
    problem.jupyterhub_message = message
    return problem
