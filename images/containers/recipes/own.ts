/** Version of our own images. Their digest is what pins them; the tag is for readers. */
export const ownVersion = "0.1.0";

/** Name of one of our own images in the institution's registry; the stack's config gives the real registry. */
export function ownReference(name: string): string {
  return `registry.dsaas.example/dsaas/${name}:${ownVersion}`;
}
