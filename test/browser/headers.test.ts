import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { securityHeaders } from "../../src/browser/build/content-security-policy.ts";

it("gives hosts that read a _headers file the headers of npm start", () => {
  const file = readFileSync(new URL("../../public/_headers", import.meta.url), "utf8");
  const lines = Object.entries(securityHeaders).map(([name, value]) => `  ${name}: ${value}`);
  expect(file.trimEnd().split("\n")).toEqual(["/*", ...lines]);
});

it("allows code from the page's own origin only, and none made of strings", () => {
  const policy = securityHeaders["Content-Security-Policy"];
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).not.toMatch(/'unsafe-eval'|https?:|blob:|data:|\*/);
  // What default-src does not stand for.
  expect(policy).toContain("form-action 'none'");
  expect(policy).toContain("base-uri 'none'");
});
