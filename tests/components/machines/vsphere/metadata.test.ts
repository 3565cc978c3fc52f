import fc from "fast-check";
import { vmMetadata } from "../../../../components/machines/vsphere";
import { machine, network } from "../fixtures";

test("one machine's metadata", () => {
  expect(JSON.parse(vmMetadata(machine(), network))).toMatchSnapshot();
});

test("another name is another instance, so that cloud-init runs again", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      expect(JSON.parse(vmMetadata(machine({ name }), network))).toMatchObject({
        "instance-id": name,
        "local-hostname": name,
      });
    }),
  );
});

test("what was read from guestinfo is wiped there, the metadata itself stays", () => {
  expect(JSON.parse(vmMetadata(machine(), network))).toHaveProperty("redact", ["userdata", "vendordata"]);
});
