/** Names what a change would take from guests, and asks whether it is meant; closed in any way, it is not. */

/** @param {{consent: ReturnType<typeof import("../../stores/consent.js").makeConsent>}} world */
export const consentDialog = ({ consent }) => () => ({
  get findings() { return consent.findings; },
  go() { consent.settle(true); },
  leave() { consent.settle(false); },
});
