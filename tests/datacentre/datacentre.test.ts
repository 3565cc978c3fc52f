import { corefileText, zoneText } from "../../lab/datacentre/dns";
import { isMachineInit } from "../../lab/datacentre/exec";
import { networkCommands } from "../../lab/datacentre/network";
import { parseListener, portTaken } from "../../lab/datacentre/ports";
import { cleanCommand, forwardDaemon, hypervisorSettings, vsphereSettings } from "../../lab/datacentre/services";

describe("network", () => {
  it("makes the bridge, its addresses and a default route that says no", () => {
    expect(networkCommands(false)).toMatchSnapshot();
  });
  it("completes a network that is half there", () => {
    expect(networkCommands(true).some((command) => command.startsWith("link add"))).toBe(false);
  });
  it("stays inside 198.18.0.0/24", () => {
    const addresses = networkCommands(false)
      .join(" ")
      .match(/\d+\.\d+\.\d+\.\d+/g);
    expect(addresses?.every((address) => address.startsWith("198.18.0."))).toBe(true);
  });
});

test("the name server knows the data centre and denies the rest", () => {
  expect(corefileText("/run/zone")).toMatchSnapshot();
  expect(zoneText()).toMatchSnapshot();
});

test("vSphere's configuration", () => {
  expect(vsphereSettings({ rootfs: "/image/rootfs", containerd: "/image/containerd" }, "secret")).toMatchSnapshot({
    machines: expect.any(String),
    storage: expect.any(String),
  });
});

test("the hypervisor of OpenStack's instances has what vSphere's machines have, on loopback", () => {
  const image = { rootfs: "/image/rootfs", containerd: "/image/containerd" };
  const { listen, ...host } = hypervisorSettings(image);
  expect(listen).toBe("127.0.0.1:8799");
  expect(vsphereSettings(image, "secret")).toMatchObject(host);
  expect(Object.keys(host).sort()).toEqual(["bridge", "containerd", "machines", "rootfs", "storage"]);
  expect(cleanCommand("/run/x.json").slice(1)).toEqual(["clean", "--config", "/run/x.json"]);
});

test("the browser's way leads to the hub on loopback only", () => {
  expect(forwardDaemon().command.slice(1).join(" ")).toBe(
    "forward --listen 127.0.0.1:8443 --namespace dsaas-lab --to 198.18.0.11:443",
  );
});

describe("ports", () => {
  it("reads who listens", () => {
    const line = 'LISTEN 0 4096 127.0.0.1:8443 0.0.0.0:* users:(("node",pid=123,fd=21),("node",pid=124,fd=21))\n';
    expect(parseListener(line)).toEqual({ program: "node", pid: 123 });
    expect(parseListener("LISTEN 0 4096 127.0.0.1:8443 0.0.0.0:*\n")).toEqual({ program: "", pid: 0 });
    expect(parseListener("\n")).toBeUndefined();
  });
  it("names port, purpose, process and remedy in one sentence", () => {
    expect(portTaken(8443, "the hub's address", { program: "node", pid: 123 })).toBe(
      "Port 8443 is needed for the hub's address, but node (process 123) listens on it: end that program and run the same command again.",
    );
  });
});

test("a machine's first process is told from a container's", () => {
  expect(isMachineInit("Name:\tsystemd\nNSpid:\t4711\t1\n")).toBe(true);
  expect(isMachineInit("Name:\tpause\nNSpid:\t4800\t90\t1\n")).toBe(false);
  expect(isMachineInit("Name:\tkubelet\nNSpid:\t4800\t90\n")).toBe(false);
  expect(isMachineInit("")).toBe(false);
});
