import { OpenStackError } from "./api";

const CONFIG = "dsaas:openstack";

/** Why no service could be asked at all, in one sentence; undefined where the reason is another. */
export function explainAccess(error: unknown, authUrl: string): string | undefined {
  const raw = error instanceof Error ? error.message : String(error);
  if (error instanceof OpenStackError && error.status !== 0 && /log-in to Keystone/.test(error.what)) {
    if (error.status === 404 && !/application credential/i.test(error.words))
      return `${CONFIG}.authUrl: ${authUrl} is no Keystone of version 3; write its address as the service catalogue has it, e.g. https://cloud.example.org:5000/v3.`;
    return `${CONFIG}.applicationCredentialId, ${CONFIG}.applicationCredentialSecret: Keystone refuses the application credential; check both, and that it was neither deleted nor has expired (openstack application credential list).`;
  }
  if (/certificate|self.signed|unable to verify|x509/i.test(raw))
    return `${CONFIG}.caCertificate: the certificate of ${authUrl} is not trusted here; give its CA's certificate with this key.`;
  if (error instanceof OpenStackError && error.status === 0)
    return `${CONFIG}.authUrl: OpenStack does not answer (${error.words}); check the address, and that this machine may reach it.`;
  return raw.startsWith(CONFIG) ? raw : undefined;
}
