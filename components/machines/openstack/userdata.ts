import { gzipBase64 } from "../gzip";

/** Largest `user_data` that Nova takes, bytes of base64 (nova/api/openstack/compute/schemas/servers.py). */
export const MAX_USER_DATA_BYTES = 65535;

/**
 * A cloud-config as Nova takes it: gzip, which cloud-init unpacks by itself, in base64.
 *
 * @throws where it is too large, naming the machine and both sizes.
 */
export function userDataOf(machine: string, text: string): string {
  const value = gzipBase64(text);
  if (value.length > MAX_USER_DATA_BYTES) {
    throw new Error(
      `The user data of ${machine} would take ${value.length} bytes as gzip+base64; Nova takes at most ${MAX_USER_DATA_BYTES}. ` +
        "Make it smaller: move files into the node image.",
    );
  }
  return value;
}
