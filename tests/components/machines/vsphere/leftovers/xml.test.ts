import fc from "fast-check";
import { elements, escapeXml, textOf } from "../../../../../components/machines/vsphere/leftovers/xml";

test("any text comes back as it went", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(textOf(`<soap:a x="1">${escapeXml(text)}</soap:a>`, "a")).toBe(text);
    }),
  );
});

test("elements are found by name, with a prefix, with attributes and empty", () => {
  const xml = '<ns1:rule xsi:type="A"><key>1</key></ns1:rule><rule><key>2</key></rule><ruleUuid>x</ruleUuid><rule/>';
  expect(elements(xml, "rule")).toEqual(["<key>1</key>", "<key>2</key>", ""]);
  expect(textOf(xml, "val")).toBeUndefined();
});

test("characters by number are read", () => {
  expect(textOf("<a>a&#10;b&#x41;&amp;lt;</a>", "a")).toBe("a\nbA&lt;");
});
