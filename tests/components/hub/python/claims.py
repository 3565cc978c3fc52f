"""Print what kubespawner and dsaas_homes make of names: {"claims": [claim…], "names": [name…]}.

Reads {"users": [name…], "spelt": [text…], "domains": [domain…]} from the standard input.  claims.py HUB_FOLDER
"""

import asyncio
import json
import os
import sys
from unittest.mock import Mock

from offline import spawner

folder = sys.argv[1]
sys.path.insert(0, os.path.join(folder, "python"))

from dsaas_homes import user_name  # noqa: E402


async def main():
    question = json.load(sys.stdin)
    one = spawner(folder, "alice")
    claims = []
    for user in question["users"]:
        one.user = Mock(id=1)
        one.user.name = user
        claims.append(one._expand_user_properties(one.pvc_name_template))
    names = [user_name(text, question["domains"]) for text in question["spelt"]]
    print(json.dumps({"claims": claims, "names": names}))


asyncio.run(main())
