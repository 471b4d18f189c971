import { readdirSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";

/** Where `npm run build` puts the page. */
export const built = fileURLToPath(new URL("../../dist", import.meta.url));

/** What was asked for, and what went along with it. */
interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
}

/** What a page and its workers ask for, and every complaint of the browser, from now on. */
export function watch(page: Page): { readonly requests: readonly Asked[]; readonly complaints: readonly string[] } {
  const requests: Asked[] = [];
  const complaints: string[] = [];
  page.context().on("request", (request) => {
    requests.push({ method: request.method(), url: request.url(), body: request.postData() });
  });
  page.on("websocket", (socket) => {
    requests.push({ method: "WebSocket", url: socket.url(), body: null });
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { requests, complaints };
}

/**
 * Every request that could carry something away: to anywhere else, but also to the page's own host if it is more than a
 * GET of a file that the build made, since a host can keep what it is sent in a body or an address.
 *
 * @param home the page's address, ending in a slash
 */
export function carriers(requests: readonly Asked[], home: string): readonly Asked[] {
  const files = readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(built, `${parentPath}/${name}`).split(sep).join("/"));
  const addresses = new Set(["", ...files].map((file) => `${home}${file}`));
  return requests.filter(({ method, url, body }) => method !== "GET" || body !== null || !addresses.has(url));
}
