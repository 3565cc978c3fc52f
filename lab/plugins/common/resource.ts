import { hasUnknown, present, type Properties, same, UNKNOWN } from "./values";

/** One mistake in a resource's arguments. */
export interface Failure {
  property: string;
  reason: string;
}

/** One resource type of a plugin that keeps everything it makes in Pulumi's own state. */
export interface Resource {
  /** Type token, e.g. `tls:index/privateKey:PrivateKey`. */
  token: string;
  /** Arguments whose change makes a new resource. */
  replacing: readonly string[];
  /** Arguments that can change while the resource stays. */
  updating?: readonly string[];
  /** What the state says of arguments that are not given. */
  defaults?(inputs: Properties): Properties;
  /** Names of all that `create` adds. */
  computed: readonly string[];
  /** Version of the state's shape in the official plugin, where it has one; it upgrades states that say less. */
  stateVersion?: number;
  /** Mistakes in the arguments; those that are not known yet are left out. */
  check?(inputs: Properties): Failure[];
  /** Makes the resource from complete arguments, defaults included. */
  create(inputs: Properties): Created | Promise<Created>;
  /** Properties by which a resource has to be replaced whatever its arguments; `state` has today's arguments in it. */
  outdated?(state: Properties): string[];
  /** What a refresh finds; by default what the state says. */
  refresh?(state: Properties): Properties;
}

/** A new resource: its id, and what it has beside its arguments. */
export interface Created {
  id: string;
  outputs: Properties;
}

/** What a change of arguments means. */
export interface Difference {
  /** Names of properties that differ. */
  changed: string[];
  /** Those of them that make a new resource. */
  replaces: string[];
}

function withDefaults(resource: Resource, inputs: Properties): Properties {
  const given = present(inputs);
  return { ...resource.defaults?.(given), ...given };
}

const stateOf = (resource: Resource, properties: Properties): Properties => ({
  ...properties,
  ...(resource.stateVersion === undefined
    ? {}
    : { __meta: JSON.stringify({ schema_version: String(resource.stateVersion) }) }),
});

/** Mistakes in a resource's arguments. */
export function check(resource: Resource, inputs: Properties): Failure[] {
  const known = present(inputs);
  for (const [key, value] of Object.entries(known)) if (hasUnknown(value)) delete known[key];
  return resource.check?.(known) ?? [];
}

/** Compares the state with the arguments of today. */
export function diff(resource: Resource, state: Properties, inputs: Properties): Difference {
  const wanted = withDefaults(resource, inputs);
  const before = withDefaults(resource, state);
  const differs = (key: string) => hasUnknown(wanted[key]) || !same(before[key], wanted[key]);
  const replaces = [...resource.replacing.filter(differs), ...(resource.outdated?.({ ...state, ...wanted }) ?? [])];
  return { changed: [...replaces, ...(resource.updating ?? []).filter(differs)], replaces };
}

/** Makes a resource; for a preview, says only what it would have. */
export async function create(resource: Resource, inputs: Properties, preview: boolean): Promise<Created> {
  const wanted = withDefaults(resource, inputs);
  if (preview) {
    const later = Object.fromEntries(resource.computed.map((key) => [key, UNKNOWN]));
    return { id: "", outputs: { ...wanted, ...later } };
  }
  const { id, outputs } = await resource.create(wanted);
  return { id, outputs: stateOf(resource, { ...wanted, ...outputs }) };
}

/** The state after a change of arguments that needs no new resource. */
export function update(resource: Resource, state: Properties, inputs: Properties): Properties {
  const kept = Object.fromEntries(Object.entries(state).filter(([key]) => resource.computed.includes(key)));
  return stateOf(resource, { ...withDefaults(resource, inputs), ...kept });
}

/** The state as a refresh finds it. */
export const refresh = (resource: Resource, state: Properties): Properties => resource.refresh?.(state) ?? state;
