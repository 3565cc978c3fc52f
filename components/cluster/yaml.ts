import { stringify } from "yaml";

const options = { version: "1.1", lineWidth: 0, blockQuote: "literal" } as const;

/**
 * One YAML text of one or more documents, in YAML 1.1 as cloud-init and kubeadm read it, where a bare `yes`, `on` or
 * `0644` is no text. Long lines stay whole, texts of several lines stay readable.
 */
export function toYaml(...documents: object[]): string {
  return documents.map((document) => stringify(document, options)).join("---\n");
}
