/** The system's store of secrets: macOS Keychain, Windows Credential Manager, Secret Service on Linux. */
export interface Keyring {
  /** Null where nothing is kept for this service and user. Rejects where the store is locked or not there. */
  read(service: string, user: string): Promise<string | null>;
  write(service: string, user: string, secret: string): Promise<void>;
  /** False where there was nothing. */
  remove(service: string, user: string): Promise<boolean>;
}

/**
 * Without this the library falls back silently to the Linux kernel's keyring, which is empty after a restart: a secret
 * entrusted to it would be lost.
 */
const LASTING = { linux: { store: 'secret-service' as const } };

/** The system's keyring, or null where its library is not installed or does not run here. */
export async function systemKeyring(): Promise<Keyring | null> {
  try {
    const { AsyncEntry } = await import('@napi-rs/keyring');
    const entry = (service: string, user: string) => new AsyncEntry(service, user, LASTING);
    return {
      read: async (service, user) => (await entry(service, user).getPassword()) ?? null,
      write: async (service, user, secret) => entry(service, user).setPassword(secret),
      remove: async (service, user) => entry(service, user).deletePassword(),
    };
  } catch {
    return null;
  }
}
