/**
 * Who stands behind what a shared screen asks for: somebody chooses their name and types their PIN on big keys.
 * Pure: no page, no network.
 */

const SHORTEST = 4;
const LONGEST = 6;

/** @typedef {{id: number, username: string}} Person */

export const makeApproval = () => ({
  /** What is to be approved, "" while nothing is. */
  action: "",
  /** @type {Person[] | null} who has a PIN; null until that is known */
  people: null,
  /** @type {number | null} */
  personId: null,
  pin: "",
  fault: "",
  isBusy: false,

  get isLoading() {
    return this.people === null;
  },
  get isReady() {
    return this.personId !== null && this.pin.length >= SHORTEST && !this.isBusy;
  },
  /** What is sent along. */
  get answer() {
    return { account_id: this.personId, pin: this.pin };
  },

  /** @param {string} action */
  begin(action) {
    Object.assign(this, { action, people: null, personId: null, pin: "", fault: "", isBusy: false });
  },
  end() {
    this.begin("");
  },

  /** Who alone has a PIN need not choose. @param {Person[]} people */
  offer(people) {
    this.people = people;
    if (people.length === 1) this.personId = people[0].id;
  },
  /** What was typed before a name is theirs whose name comes first; another person begins anew. @param {number} id */
  choose(id) {
    if (this.personId !== null && id !== this.personId) Object.assign(this, { pin: "", fault: "" });
    this.personId = id;
  },

  /** @param {string} digit */
  press(digit) {
    if (this.isBusy || this.pin.length >= LONGEST) return;
    this.pin += digit;
    this.fault = "";
  },
  erase() {
    if (!this.isBusy) this.pin = this.pin.slice(0, -1);
  },

  /** The server said no: try again. @param {string} fault */
  refuse(fault) {
    Object.assign(this, { fault, pin: "", isBusy: false });
  },
});
