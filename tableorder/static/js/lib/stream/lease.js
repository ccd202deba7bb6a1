/** Which tab leads, where tabs can't share a worker: a lease in storage that its holder keeps renewing. */

/** @typedef {{owner: string, until: number}} Lease */

/** How long a lease lasts without renewal, in ms; longer than a visible tab's timers ever wait. */
export const LEASE = 5000;

/**
 * A lease that ends later than any could have been given was written by another clock: it does not count.
 * @param {Lease | null} lease
 * @param {number} now
 */
const isHeld = (lease, now) => lease !== null && now < lease.until && lease.until <= now + LEASE;

/**
 * What a tab should do about the lease.
 * @param {{lease: Lease | null, me: string, isVisible: boolean, isLeading: boolean, now: number}} facts
 * @returns {"lead" | "renew" | "leave" | "follow"}
 */
export function nextMove({ lease, me, isVisible, isLeading, now }) {
  const isMine = isHeld(lease, now) && lease?.owner === me;
  if (isLeading && (!isVisible || (isHeld(lease, now) && !isMine))) return "leave";
  if (!isVisible) return "follow";
  if (isLeading) return "renew";
  return isHeld(lease, now) && !isMine ? "follow" : "lead";
}
