import * as pulumi from "@pulumi/pulumi";
import { logo } from "./branding";
import { databaseFiles } from "./database";
import { pythonFiles, templateFiles } from "./files";
import { hash } from "./pods";
import { hubSettings } from "./settings";
import type { HubSpec } from "./types";

/** A ConfigMap's content: texts, or bytes in base64. */
export interface Content {
  data?: Record<string, pulumi.Input<string>>;
  binaryData?: Record<string, string>;
}

/** Folders in the hub's container that ConfigMaps fill. */
export type Folder = "python" | "templates" | "settings" | "branding";

/**
 * What the hub reads when it starts, apart from secrets.
 *
 * @param homeClass class of users' homes
 * @param certificateGiven whether the operator gave the certificate
 */
export function hubContent(
  spec: HubSpec,
  homeClass: pulumi.Input<string>,
  certificateGiven: boolean,
): Record<Folder, Content> {
  const settings = pulumi
    .output(homeClass)
    .apply((name) => `${JSON.stringify(hubSettings(spec, name, certificateGiven), undefined, 2)}\n`);
  const image = logo(spec.branding.logo);
  return {
    python: { data: pythonFiles() },
    templates: { data: templateFiles() },
    settings: {
      data: {
        "settings.json": settings,
        "directory-ca.pem": spec.login.caCertificate,
        ...databaseFiles(spec.database),
      },
    },
    branding: "text" in image ? { data: { [image.name]: image.text } } : { binaryData: { [image.name]: image.base64 } },
  };
}

/** Changes with any content and with the secrets, whose own hash is given. */
export function contentHash(
  content: Record<Folder, Content>,
  secretsHash: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi
    .all([pulumi.output(content), secretsHash])
    .apply(([known, secrets]) => hash(JSON.stringify(known), secrets));
}
