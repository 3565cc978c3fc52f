/**
 * What the API server, etcd and kubelets accept: TLS 1.2 with forward secrecy and authenticated encryption, or TLS 1.3,
 * whose ciphers are not chosen one by one. Kubelet's own certificate is RSA, all others are ECDSA.
 */
export const cipherSuites = ["ECDSA", "RSA"].flatMap((key) =>
  ["AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256"].map(
    (cipher) => `TLS_ECDHE_${key}_WITH_${cipher}`,
  ),
);

/** As Kubernetes spells it. */
export const minimumTls = "VersionTLS12";

/** As etcd spells it. */
export const etcdMinimumTls = "TLS1.2";
