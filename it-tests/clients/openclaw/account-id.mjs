/** Returns an account's id as the host writes it. */
export function normalizeAccountId(id) {
  return String(id).trim().toLowerCase().replace(/[^a-z0-9_-]+/g, "-");
}
