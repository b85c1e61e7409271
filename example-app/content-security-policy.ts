/** Directives by name, with their sources. */
export type Directives = Readonly<Record<string, string>>;

/** Everything a page needs comes from this server, so nothing else is let in. */
const strict: Directives = {
  'default-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
};

/** The header's value; `relaxed` names what a single page has to have beyond that. */
export function contentSecurityPolicy(relaxed: Directives = {}): string {
  return Object.entries({ ...strict, ...relaxed })
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}
