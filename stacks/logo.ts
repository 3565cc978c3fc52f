import { ConfigError } from "./config";

/**
 * The institution's logo as a data URI.
 *
 * @throws ConfigError if the file cannot be read
 */
export function dataUri(path: string, read: (path: string) => Buffer): string {
  const type = path.endsWith(".svg") ? "image/svg+xml" : "image/png";
  try {
    return `data:${type};base64,${read(path).toString("base64")}`;
  } catch (error) {
    const reason = (error as Error).message;
    throw new ConfigError([
      {
        key: "dsaas:hub.branding.logo",
        text: `"${path}" cannot be read (${reason}); name a file in the project's folder`,
      },
    ]);
  }
}
