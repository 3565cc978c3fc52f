import { isIPv4 } from "node:net";
import { contrast, logo, readable } from "./branding";
import type { HubSpec, PostgresqlDatabase, Profile } from "./types";

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const colour = /^#[0-9a-f]{6}$/i;
const pinned = /@sha256:[0-9a-f]{64}$/;

/**
 * Everything in a hub's description that could not work, as sentences that name key, value and remedy. Types are
 * taken for granted: config validation checks them first.
 */
export function hubProblems(spec: HubSpec): string[] {
  return [
    ...addressProblems(spec),
    ...profileProblems(spec.profiles),
    ...imageProblems(spec),
    ...brandingProblems(spec),
    ...numberProblems(spec),
    ...homeProblems(spec),
    ...databaseProblems(spec),
  ];
}

function problem(wrong: boolean, key: string, value: unknown, remedy: string): string[] {
  return wrong ? [`hub.${key}: ${JSON.stringify(value)} ${remedy}.`] : [];
}

function addressProblems({ namespace, url, address }: HubSpec): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const plain = parsed?.protocol === "https:" && parsed.pathname === "/" && parsed.search === "" && parsed.hash === "";
  return [
    ...problem(
      !label.test(namespace),
      "namespace",
      namespace,
      "is no DNS label; use small letters, digits and hyphens",
    ),
    ...problem(!plain, "url", url, "is no https address without a path; write it like https://hub.example.org"),
    ...problem(!isIPv4(address), "address", address, "is no IPv4 address; give a free one of the machines' network"),
  ];
}

function profileProblems(profiles: Profile[]): string[] {
  const slugs = profiles.map(({ slug }) => slug);
  const defaults = profiles.filter((profile) => profile.default).map(({ slug }) => slug);
  return [
    ...problem(profiles.length === 0, "profiles", profiles, "is empty; describe at least one"),
    ...problem(
      profiles.length > 0 && defaults.length !== 1,
      "profiles",
      defaults,
      "are the defaults; mark exactly one",
    ),
    ...slugs.flatMap((slug, i) => problem(!label.test(slug), `profiles[${i}].slug`, slug, "is no DNS label")),
    ...slugs.flatMap((slug, i) =>
      problem(slugs.indexOf(slug) !== i, `profiles[${i}].slug`, slug, "is used twice; make every slug unique"),
    ),
    ...profiles.flatMap(({ groups = [], ...profile }, i) =>
      problem(
        profile.default && groups.length > 0,
        `profiles[${i}].groups`,
        groups,
        "close the default profile to others; leave them out, since everybody needs a profile to start",
      ),
    ),
    ...profiles.flatMap(({ resources }, i) =>
      (["cpu", "memoryMiB", "ephemeralGiB"] as const).flatMap((kind) => {
        if (resources[kind] === undefined) return [];
        const { guarantee, limit } = resources[kind];
        const wrong = guarantee <= 0 || limit < guarantee;
        return problem(wrong, `profiles[${i}].resources.${kind}`, resources[kind], "needs 0 < guarantee ≤ limit");
      }),
    ),
  ];
}

function imageProblems({ images, profiles }: HubSpec): string[] {
  const remedy = "is not pinned; end it with @sha256: and the image's digest";
  return [
    ...Object.entries(images).flatMap(([name, image]) => problem(!pinned.test(image), `images.${name}`, image, remedy)),
    ...profiles.flatMap(({ image }, i) => problem(!pinned.test(image), `profiles[${i}].image`, image, remedy)),
  ];
}

function brandingProblems({ branding: { colours, links, logo: source } }: HubSpec): string[] {
  const invalid = Object.entries(colours).flatMap(([name, value]) =>
    problem(!colour.test(value), `branding.colours.${name}`, value, "is no colour; write it as #rrggbb"),
  );
  const ratio = invalid.length === 0 ? contrast(colours.primary, colours.onPrimary) : readable;
  return [
    ...invalid,
    ...problem(
      ratio < readable,
      "branding.colours.onPrimary",
      colours.onPrimary,
      `can hardly be read on primary ${colours.primary} (contrast ${ratio.toFixed(1)}, at least ${readable} is needed); use a lighter or darker one`,
    ),
    ...links.flatMap(({ url }, i) =>
      problem(!/^(https?:\/\/|mailto:)/.test(url), `branding.links[${i}].url`, url, "is no web or mail address"),
    ),
    ...logoProblems(source),
  ];
}

function logoProblems(source: string): string[] {
  try {
    logo(source);
    // A ConfigMap holds 1 MiB.
    return problem(
      source.length > 700_000,
      "branding.logo",
      `${source.length} characters`,
      "is too long; stay below 700,000",
    );
  } catch (error) {
    return [(error as Error).message];
  }
}

function homeProblems({ home, quota = {}, userDomains = [] }: HubSpec): string[] {
  const { quotas = [], export: shared } = home;
  const groups = quotas.map(({ group }) => group);
  const place = shared?.kind === "path" ? shared.template : "";
  return [
    ...quotas.flatMap(({ group, capacityGiB }, i) => [
      ...problem(capacityGiB <= 0, `home.quotas[${i}].capacityGiB`, capacityGiB, "must be more than 0"),
      ...problem(groups.indexOf(group) !== i, `home.quotas[${i}].group`, group, "has a quota already; keep one"),
    ]),
    ...problem(
      shared?.kind === "path" && !(/^[A-Za-z0-9.-]+:\/[A-Za-z0-9._/+{}-]*$/.test(place) && place.includes("{claim}")),
      "home.export.template",
      place,
      "is no NFS export of every home; write server:/path with {namespace} and {claim}, of letters, digits and . _ + - /",
    ),
    ...Object.entries(quota).flatMap(([key, value]) =>
      problem(value <= 0, `quota.${key}`, value, "must be more than 0; leave it out for no limit"),
    ),
    ...userDomains.flatMap((domain, i) =>
      problem(
        !/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(domain),
        `userDomains[${i}]`,
        domain,
        "is no domain; write e.g. example.org",
      ),
    ),
  ];
}

function databaseProblems({ database }: HubSpec): string[] {
  const { every, keep } = database.backup;
  return [
    ...problem(every <= 0, "database.backup.every", every, "must be more than 0 seconds"),
    ...problem(keep < 1, "database.backup.keep", keep, "must be 1 or more, or no backup would stay"),
    ...(database.kind === "postgresql" ? serverProblems(database) : []),
  ];
}

function serverProblems({ host, caCertificate }: PostgresqlDatabase): string[] {
  const pem = /^-----BEGIN CERTIFICATE-----\n/.test(caCertificate);
  return [
    ...problem(
      !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host),
      "database.host",
      host,
      "is no host name or address; give one that is in the server's certificate",
    ),
    ...problem(!pem, "database.caCertificate", caCertificate.slice(0, 30), "is no certificate in PEM; paste the CA's"),
  ];
}

function numberProblems({ culling, home }: HubSpec): string[] {
  return [
    ...problem(culling.idleAfter <= 0, "culling.idleAfter", culling.idleAfter, "must be more than 0 seconds"),
    ...problem(culling.checkEvery <= 0, "culling.checkEvery", culling.checkEvery, "must be more than 0 seconds"),
    ...problem(culling.maxAge < 0, "culling.maxAge", culling.maxAge, "must be 0 (no limit) or more seconds"),
    ...problem(home.capacityGiB <= 0, "home.capacityGiB", home.capacityGiB, "must be more than 0"),
    ...problem(!/^\/[^/].*$/.test(home.mountPath), "home.mountPath", home.mountPath, "is no absolute path below /"),
  ];
}
