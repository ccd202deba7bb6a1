/** Addresses of icons in the sprite, for icons that change with a state. */

/** @param {string} name as in frontend/scripts/icons.mjs */
export const iconHref = (name) => `${new URL("../../img/icons.svg", import.meta.url).pathname}#${name}`;
