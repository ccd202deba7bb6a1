/**
 * The way to our own API: JSON both ways, signed in by cookies, one error shape. It tells apart a refusal
 * (ApiError: the server decided) from a lost answer (NetworkError: nobody knows, so the same key may be sent again).
 */
import { readCookie } from "./cookies.js";
import { t } from "./i18n.js";

/** @typedef {"staff" | "table"} Kind */

/** The server's decision against a request. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{code?: string, message?: string, details?: any, request_id?: string}} error
   * @param {number} [retryAfter] seconds to wait, for 429 and 503
   */
  constructor(status, error, retryAfter) {
    super(error.message || t("Something went wrong. Please try again."));
    this.name = "ApiError";
    this.status = status;
    this.code = error.code ?? "UNKNOWN";
    this.details = error.details ?? {};
    this.requestId = error.request_id ?? "";
    this.retryAfter = retryAfter;
  }
}

/** The answer was lost, or came from something that is not our server. */
export class NetworkError extends Error {
  constructor() {
    super(t("No connection. Please check the network and try again."));
    this.name = "NetworkError";
  }
}

const SAFE = new Set(["GET", "HEAD"]);

/** Pages alone give cookies: these earn a tablet or a shared screen, whose token ran out, a new one. */
const RENEWING = { table: "/", staff: "/screen" };

/**
 * @param {Kind} kind
 * @param {string} method
 * @param {any} body
 * @param {Record<string, string>} extra
 * @param {string} jar
 */
function headersFor(kind, method, body, extra, jar) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "X-Acting-As": kind, ...extra };
  if (body !== undefined && !(body instanceof FormData)) headers["Content-Type"] = "application/json";
  if (!SAFE.has(method)) headers["X-CSRF-TOKEN"] = readCookie(`to_${kind}_csrf`, jar);
  return headers;
}

/**
 * @param {Response} response
 * @returns {Promise<any>} the body, or null for an empty one
 */
async function answerOf(response) {
  if (response.status === 204) return null;
  const isJson = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  const body = isJson ? await response.json().catch(() => undefined) : undefined;
  if (response.ok && body !== undefined) return body;
  if (!response.ok && body?.error) {
    throw new ApiError(response.status, body.error, Number(response.headers.get("Retry-After")) || undefined);
  }
  throw new NetworkError();
}

/**
 * Make a client that acts as staff or as a table.
 * @param {Kind} kind
 * @param {{fetch?: typeof fetch, jar?: () => string, timeout?: number}} [world] replaced by tests
 */
export function makeApi(kind, world = {}) {
  const { fetch: send = (...args) => fetch(...args), jar = () => document.cookie, timeout = 10_000 } = world;

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: any, headers?: Record<string, string>, timeout?: number}} options
   */
  async function once(method, path, { body, headers = {}, timeout: limit = timeout }) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), limit);
    try {
      const response = await send(path, {
        method,
        body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
        headers: headersFor(kind, method, body, headers, jar()),
        credentials: "same-origin",
        cache: "no-cache",
        signal: abort.signal,
      });
      return await answerOf(response);
    } catch (error) {
      throw error instanceof ApiError ? error : new NetworkError();
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Send once; a device whose token ran out renews it and sends the same again, once.
   * @param {string} method
   * @param {string} path
   * @param {{body?: any, headers?: Record<string, string>, timeout?: number}} [options]
   */
  async function request(method, path, options = {}) {
    try {
      return await once(method, path, options);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      await send(RENEWING[kind], { redirect: "manual", cache: "no-store" }).catch(() => {
        throw error;
      });
      return once(method, path, options);
    }
  }

  /** @typedef {{headers?: Record<string, string>, timeout?: number}} Options */
  return {
    request,
    /** @param {string} path @param {Options} [options] */
    get: (path, options) => request("GET", path, options),
    /** @param {string} path @param {any} [body] @param {Options} [options] */
    post: (path, body = {}, options = {}) => request("POST", path, { ...options, body }),
    /** @param {string} path @param {any} [body] @param {Options} [options] */
    put: (path, body = {}, options = {}) => request("PUT", path, { ...options, body }),
    /** @param {string} path @param {any} [body] @param {Options} [options] */
    patch: (path, body = {}, options = {}) => request("PATCH", path, { ...options, body }),
    /** @param {string} path @param {any} [body] @param {Options} [options] */
    delete: (path, body, options = {}) => request("DELETE", path, { ...options, body }),
  };
}
