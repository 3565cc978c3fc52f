import fc from "fast-check";
import { contrast, logo, mix, palette } from "../../../components/hub/branding";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);
const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

test("contrast as WCAG has it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("#123456", "#123456")).toBe(1);
});

test("whatever the institution's colours: links can be read and focus rings seen, on light and dark pages", () => {
  fc.assert(
    fc.property(colour, colour, colour, (primary, onPrimary, accent) => {
      const colours = palette({ primary, onPrimary, accent });
      expect(contrast(colours.link, "#ffffff")).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.link, colours.tint)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.linkDark, "#212529")).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colours.focus, "#ffffff")).toBeGreaterThanOrEqual(3);
      expect(contrast(colours.focusDark, "#212529")).toBeGreaterThanOrEqual(3);
    }),
  );
});

test("hovering never makes a button harder to read", () => {
  fc.assert(
    fc.property(colour, colour, (primary, onPrimary) => {
      fc.pre(contrast(primary, onPrimary) >= 4.5);
      const { primaryHover, primaryActive } = palette({ primary, onPrimary, accent: primary });
      expect(contrast(primaryHover, onPrimary)).toBeGreaterThanOrEqual(contrast(primary, onPrimary) - 0.1);
      expect(contrast(primaryActive, onPrimary)).toBeGreaterThanOrEqual(contrast(primary, onPrimary) - 0.1);
    }),
  );
});

test("colours that are good already stay as they are", () => {
  const colours = palette({ primary: "#005ea8", onPrimary: "#ffffff", accent: "#b34700" });
  expect(colours).toMatchObject({ primary: "#005ea8", link: "#005ea8", focus: "#b34700" });
});

test("mixing ends at both colours", () => {
  fc.assert(
    fc.property(colour, colour, (a, b) => {
      expect(mix(a, b, 0)).toBe(a);
      expect(mix(a, b, 1)).toBe(b);
    }),
  );
});

test.each([
  ["an SVG's text", svg, { name: "logo.svg", text: svg }],
  ["with a declaration", `<?xml version="1.0"?>\n${svg}`, { name: "logo.svg", text: `<?xml version="1.0"?>\n${svg}` }],
  ["an SVG in base64", `data:image/svg+xml;base64,${btoa(svg)}`, { name: "logo.svg", text: svg }],
  ["an SVG as it is", `data:image/svg+xml,${encodeURIComponent(svg)}`, { name: "logo.svg", text: svg }],
  ["a PNG", "data:image/png;base64,iVBORw0KGgo=", { name: "logo.png", base64: "iVBORw0KGgo=" }],
])("logo: %s", (_name, source, file) => {
  expect(logo(source)).toEqual(file);
});

test.each(["", "logo.svg", "https://example.org/logo.svg", "data:image/gif;base64,R0lG", "<html><svg/></html>"])(
  "no logo: %s",
  (source) => {
    expect(() => logo(source)).toThrow(/^hub\.branding\.logo: .*give an SVG's text or a data URI/);
  },
);
