import type { Page } from "@playwright/test";

/** What a page and its workers ask for, and every complaint of the browser, from now on. */
export function watch(page: Page): { readonly requests: string[]; readonly complaints: string[] } {
  const requests: string[] = [];
  const complaints: string[] = [];
  page.context().on("request", (request) => {
    // A blob holds what the page itself made.
    if (!request.url().startsWith("blob:")) requests.push(request.url());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { requests, complaints };
}
