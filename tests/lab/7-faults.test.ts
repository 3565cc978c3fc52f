import { lab } from "./command";

test.each([
  ["a missing template", "dsaas:vsphere.template", '"no-such-template"', /dsaas:vsphere\.template.*no-such-template/],
  ["a wrong vSphere account", "dsaas:vsphere.user", '"nobody@lab.dsaas.test"', /dsaas:vsphere\.(user|password)/],
  ["a vSphere that does not answer", "dsaas:vsphere.server", '"127.0.0.1:9"', /dsaas:vsphere\.server.*127\.0\.0\.1:9/],
  ["an unknown key", "dsaas:hub.colour", '"red"', /dsaas:hub\.colour: is not a key of dsaas/],
  ["two control planes", "dsaas:cluster.pools[0].count", "2", /dsaas:cluster\.pools: 2 control planes/],
])("%s gives one clear sentence and changes nothing", async (_what, key, value, sentence) => {
  const { exitCode, output } = await lab("preview", "--set", `${key}=${value}`);
  expect(exitCode).toBe(1);
  expect(output).toMatch(sentence);
});

test("wrong words on the command line are answered with the right ones", async () => {
  const { exitCode, output } = await lab("login", "nobody");
  expect(exitCode).toBe(1);
  expect(output).toMatch(/nobody is not in the lab's directory; log in as one of: .*alice/);
  expect((await lab("explode")).output).toMatch(/"explode" is not a command of the lab/);
});
