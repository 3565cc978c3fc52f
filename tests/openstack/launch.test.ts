import { programs } from "../../lab/openstack/programs";
import { serviceNames } from "../../lab/openstack/services";
import { missingWorkers, wantedWorkers } from "../../lab/openstack/seed/workers";
import { entryPoint, inTree, ownFolders } from "../../lab/openstack/tree/launch";

const command = inTree({ root: "/cache/root", own: "/lab/openstack" }, ["A=b", "nova-manage", "db", "sync"]);

test("a program's small world", () => {
  expect(command).toMatchSnapshot();
});

test("every folder that a lab has of its own is mounted over the tree, which is only read", () => {
  const script = command.find((word) => word.includes("chroot")) ?? "";
  expect(script).toContain("remount,bind,ro");
  for (const folder of ownFolders) expect(script).toContain(`mount --bind "$own/${folder}" ${folder}`);
});

test("a service is started by its entry point, under its own name", () => {
  expect(entryPoint("nova-compute", "nova.cmd.compute:main", ["--config-file=/x"])).toMatchInlineSnapshot(`
   [
     "python3",
     "-c",
     "import sys; sys.argv[0] = "nova-compute"; from nova.cmd.compute import main; sys.exit(main())",
     "--config-file=/x",
   ]
  `);
});

test("every service's command, and each is started once", () => {
  expect(programs).toMatchSnapshot();
  expect([...serviceNames].sort()).toEqual(Object.keys(programs).sort());
});

test("workers that are down or unheard of are missing", () => {
  const up = wantedWorkers.map((name) => {
    const at = name.indexOf("@");
    return { binary: name.slice(0, at), host: name.slice(at + 1), state: "up" };
  });
  expect(missingWorkers(up)).toEqual([]);
  expect(missingWorkers(up.map((one) => ({ ...one, state: one.host === "compute-2" ? "down" : "up" })))).toEqual([
    "nova-compute@compute-2",
  ]);
  expect(missingWorkers([])).toEqual(wantedWorkers);
});
