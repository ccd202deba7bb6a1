/** Send a file and tell how far it is, which `fetch` cannot. */
import { ApiError, NetworkError } from "./api.js";
import { readCookie } from "./cookies.js";
import { t } from "./i18n.js";

/** A file may take long on a slow line, but not for ever. */
const LONGEST = 180_000;

/**
 * @param {string} path
 * @param {string} field the form's field that holds the file
 * @param {File} file
 * @param {(share: number) => void} onProgress told shares from 0 to 1
 * @returns {Promise<any>} the answer; fails with ApiError or NetworkError
 */
export function upload(path, field, file, onProgress) {
  const form = new FormData();
  form.append(field, file);
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", path);
    request.timeout = LONGEST;
    request.responseType = "json";
    const headers = { Accept: "application/json", "X-Acting-As": "staff", "X-CSRF-TOKEN": readCookie("to_staff_csrf", document.cookie) };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status < 300) done(request.response);
      else fail(new ApiError(request.status, request.response?.error ?? { message: t("Something went wrong. Please try again.") }));
    });
    for (const end of ["error", "timeout", "abort"]) request.addEventListener(end, () => fail(new NetworkError()));
    request.send(form);
  });
}
