import type { Branding } from "./types";

/** Colours of the pages, `#rrggbb`, derived so that text and focus rings stay readable on light and dark pages. */
export interface Palette {
  primary: string;
  onPrimary: string;
  primaryHover: string;
  primaryActive: string;
  accent: string;
  /** Links and headings on light and on dark pages: at least 4.5:1 (WCAG 1.4.3). */
  link: string;
  linkDark: string;
  /** Focus rings on light and on dark pages: at least 3:1 (WCAG 1.4.11). */
  focus: string;
  focusDark: string;
  /** Background of light and of dark pages. */
  tint: string;
  tintDark: string;
}

type Rgb = readonly [number, number, number];

const white = "#ffffff";
const black = "#000000";
/** Bootstrap's body colours, which the hub's pages stand on. */
const lightPage = white;
const darkPage = "#212529";

/** Contrast of text that is not large, and of what is no text (WCAG 2.2, level AA). */
export const readable = 4.5;
const visible = 3;

function rgb(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `share` of `other` (0 to 1) mixed into `colour`. */
export function mix(colour: string, other: string, share: number): string {
  const [a, b] = [rgb(colour), rgb(other)];
  const channel = (i: 0 | 1 | 2) => Math.round(a[i] * (1 - share) + b[i] * share);
  return `#${([0, 1, 2] as const).map((i) => channel(i).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: string): number {
  const [r, g, b] = rgb(colour).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast ratio of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, moved towards `towards` no further than needed to stand out from `page`. */
function until(colour: string, page: string, towards: string, ratio: number): string {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(colour, towards, share);
    if (contrast(candidate, page) >= ratio) return candidate;
  }
  return towards;
}

export function palette({ primary, onPrimary, accent }: Branding["colours"]): Palette {
  // Hovering moves away from the text's colour, so that contrast only grows.
  const away = luminance(onPrimary) > luminance(primary) ? black : white;
  return {
    primary,
    onPrimary,
    primaryHover: mix(primary, away, 0.15),
    primaryActive: mix(primary, away, 0.25),
    accent,
    link: until(primary, mix(primary, lightPage, 0.94), black, readable),
    linkDark: until(primary, darkPage, white, readable),
    focus: until(accent, lightPage, black, visible),
    focusDark: until(accent, darkPage, white, visible),
    tint: mix(primary, lightPage, 0.94),
    tintDark: mix(primary, "#16191c", 0.94),
  };
}

/** The logo as a file: text, or bytes in base64. */
export type Logo = { name: string; text: string } | { name: string; base64: string };

const dataUri = /^data:(image\/svg\+xml|image\/png)((?:;[^,;]*)*),(.*)$/s;

/**
 * The logo's file; the hub serves it by the ending of its name.
 *
 * @throws when it is neither an SVG's text nor a data URI of an SVG or PNG.
 */
export function logo(source: string): Logo {
  const text = source.trim();
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(text)) return { name: "logo.svg", text };
  const [, type, parameters, data] = dataUri.exec(text) ?? [];
  if (type === undefined || data === undefined) {
    throw new Error(
      `hub.branding.logo: ${JSON.stringify(text.slice(0, 40))} is no logo; give an SVG's text or a data URI (data:image/svg+xml… or data:image/png;base64,…).`,
    );
  }
  const base64 = (parameters ?? "").split(";").includes("base64")
    ? data
    : Buffer.from(decodeURIComponent(data)).toString("base64");
  return type === "image/png"
    ? { name: "logo.png", base64 }
    : { name: "logo.svg", text: Buffer.from(base64, "base64").toString("utf8") };
}
