"""Print, as JSON, the pod and the claim that kubespawner would make, with no cluster: {user: {profile: [pod, claim]}}.

manifests.py HUB_FOLDER USER...
"""

import asyncio
import json
import sys

from offline import spawner, to_json


async def main(folder, users):
    manifests = {}
    for user in users:
        manifests[user] = {}
        profiles = [profile["slug"] for profile in spawner(folder, user).profile_list]
        for profile in profiles:
            one = spawner(folder, user)
            one.user_options = {"profile": profile}
            await one.load_user_options()
            manifests[user][profile] = [to_json(await one.get_pod_manifest()), to_json(one.get_pvc_manifest())]
    print(json.dumps(manifests, sort_keys=True))


asyncio.run(main(sys.argv[1], sys.argv[2:]))
