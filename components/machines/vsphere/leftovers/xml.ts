/** As much of XML as vCenter's answers need: elements without regard to namespaces, text without CDATA. */

const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&" };

export function escapeXml(text: string): string {
  return text.replace(
    /[<>"'&]/g,
    (character) => Object.keys(entities).find((key) => entities[key] === character) ?? "",
  );
}

function unescapeXml(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|amp|#\d+|#x[\da-f]+);/gi, (entity) => {
    const [, code] = /^&#(x?[\da-f]+);$/i.exec(entity) ?? [];
    if (code === undefined) return entities[entity] ?? entity;
    return String.fromCodePoint(code.startsWith("x") ? parseInt(code.slice(1), 16) : parseInt(code, 10));
  });
}

/** What stands in each element of a name that holds no other of the same name. */
export function elements(xml: string, name: string): string[] {
  const pattern = new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?(?:/>|>([\\s\\S]*?)</(?:[\\w-]+:)?${name}>)`, "g");
  return [...xml.matchAll(pattern)].map(([, inside]) => inside ?? "");
}

/** Text of the first element of a name; undefined where there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const [inside] = elements(xml, name);
  return inside === undefined ? undefined : unescapeXml(inside);
}
