/**
 * Orders two resource versions of one collection: negative when the first is older. They are decimal numbers that only
 * grow (Kubernetes guarantees it since 1.35, KEP-5504; etcd's revisions always were); anything else counts as equal.
 */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  if (!/^\d+$/.test(a ?? '') || !/^\d+$/.test(b ?? '')) return 0;
  const difference = BigInt(a ?? 0) - BigInt(b ?? 0);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
