import { digestOf } from "../../../containers/store";
import type { ImageFile } from "../../file";
import type { DebianPackage } from "./dpkg";
import type { GoProgram } from "./go";
import { debianPurl, goPurl, imagePurl, split } from "./purl";

/** What an image consists of. */
export interface Contents {
  name: string;
  version: string;
  /** Seconds since 1970. */
  time: number;
  /** SHA-256 of the raw disk. */
  disk: string;
  packages: DebianPackage[];
  programs: (GoProgram & { sha256: string })[];
  images: { reference: string; digest: string }[];
  /** What the recipe puts on top of the packages. */
  files: ImageFile[];
}

/** A component of a CycloneDX document, as far as it is used here. */
interface Component {
  type: "application" | "container" | "file" | "library" | "operating-system";
  name: string;
  version?: string;
  "bom-ref"?: string;
  purl?: string;
  hashes?: { alg: "SHA-256"; content: string }[];
  evidence?: { occurrences: { location: string }[] };
  properties?: { name: string; value: string }[];
  components?: Component[];
}

const sha256 = (content: string): NonNullable<Component["hashes"]> => [{ alg: "SHA-256", content }];

/** The bill of materials in CycloneDX 1.5; the same contents give the same text. */
export function billOfMaterials(contents: Contents): string {
  const { name, version, time, disk } = contents;
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      component: { type: "operating-system", name, version, "bom-ref": `${name}@${version}`, hashes: sha256(disk) },
    },
    components: [
      { type: "operating-system", name: "debian", version: "12" },
      ...contents.packages.map(debianComponent),
      ...byContent(contents.programs).map(programComponent),
      ...contents.images.map(imageComponent),
      ...contents.files.flatMap(fileComponent),
    ] satisfies Component[],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function debianComponent(of: DebianPackage): Component {
  const purl = debianPurl(of);
  return { type: "library", name: of.name, version: of.version, "bom-ref": purl, purl };
}

/** The same program in several places is one component. */
function byContent(programs: Contents["programs"]): (Contents["programs"][number] & { places: string[] })[] {
  const groups = new Map<string, Contents["programs"][number] & { places: string[] }>();
  for (const program of programs) {
    const group = groups.get(program.sha256) ?? { ...program, places: [] };
    group.places.push(program.file);
    groups.set(program.sha256, group);
  }
  return [...groups.values()];
}

function programComponent(program: Contents["programs"][number] & { places: string[] }): Component {
  const { main, go, sha256: sum, places } = program;
  const first = places[0] ?? program.file;
  return {
    type: "application",
    name: program.path || first.slice(first.lastIndexOf("/") + 1),
    ...(main && { version: main.version, purl: goPurl(main) }),
    "bom-ref": `sha256:${sum}`,
    hashes: sha256(sum),
    evidence: { occurrences: places.map((location) => ({ location })) },
    properties: [{ name: "go", value: go }],
    components: program.modules.map((module) => ({
      type: "library",
      name: module.path,
      version: module.version,
      purl: goPurl(module),
    })),
  };
}

function imageComponent({ reference, digest }: Contents["images"][number]): Component {
  const { repository, tag } = split(reference);
  const purl = imagePurl(reference, digest);
  return {
    ...{ type: "container", name: repository, version: tag, "bom-ref": purl, purl },
    hashes: sha256(digest.replace("sha256:", "")),
  };
}

function fileComponent(file: ImageFile): Component[] {
  if (!("content" in file)) return [];
  return [{ type: "file", name: file.path, "bom-ref": `file:${file.path}`, hashes: sha256(digestOf(file.content)) }];
}
