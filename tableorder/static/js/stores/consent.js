/** What a change would take from guests is named before it is done: the server refuses it once, and somebody is asked. */

/** @typedef {{key: string, message: string}} Finding what the server names of a change */

/** Whoever was asked left it: nothing is changed. */
export class Declined extends Error {}

/** @param {{open: () => void, close: () => void}} layer where it is asked */
export const makeConsent = (layer) => ({
  /** @type {Finding[]} */
  findings: [],
  /** @type {((isMeant: boolean) => void) | null} */
  pending: null,

  /** @param {Finding[]} findings @returns {Promise<boolean>} whether it is meant all the same */
  ask(findings) {
    this.findings = findings;
    layer.open();
    return new Promise((resolve) => (this.pending = resolve));
  },
  /** @param {boolean} isMeant only the first answer counts: closing the dialog is one as well */
  settle(isMeant) {
    const { pending } = this;
    this.pending = null;
    if (!pending) return;
    layer.close();
    pending(isMeant);
  },
});

/**
 * Send a change that says what was seen of its harm: nothing at first, then what somebody was asked about.
 * @param {(path: string, body: any) => Promise<any>} send
 * @param {(findings: Finding[]) => Promise<boolean>} ask
 */
export const withConsent = (send, ask) => {
  /** @param {string} path @param {object} body @param {string[]} [anyway] @returns {Promise<any>} */
  const sendSeen = async (path, body, anyway = []) => {
    try {
      return await send(path, { ...body, anyway });
    } catch (error) {
      if (error.code !== "WOULD_BREAK") throw error;
      const { findings } = error.details;
      if (!(await ask(findings))) throw new Declined();
      return sendSeen(path, body, findings.map(({ key }) => key));
    }
  };
  return sendSeen;
};
