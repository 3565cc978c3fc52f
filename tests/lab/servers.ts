import { list } from "../../lab/kubectl";

/** Waits until a user has no pod any more: a server that stops may take its time, and a claim in use is only marked as deleted. */
export async function serverGone(user: string): Promise<void> {
  const selector = `component=singleuser-server,hub.jupyter.org/username=${user}`;
  const pods = () => list("pods", "--namespace", "dsaas", "--selector", selector);
  for (let tries = 0; (await pods()).length > 0 && tries < 60; tries++)
    await new Promise((done) => setTimeout(done, 1000));
  expect(await pods()).toEqual([]);
}
