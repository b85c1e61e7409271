import type { Request, RequestHandler } from 'express';

const HOST_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const DEFAULT_PORTS = { http: 80, https: 443 };

/**
 * Responds to this machine's own names only. With DNS rebinding a page of any site can let its own
 * host name resolve to 127.0.0.1, and would then count as a page of this app, `/users` included;
 * its requests carry that name in `Host`.
 */
export const requireOwnHost: RequestHandler = function requireOwnHost(req, res, next) {
  if (isOwnHost(req)) {
    next();
    return;
  }
  res
    .status(403)
    .set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    .type('text')
    .send('This app can be reached as localhost, 127.0.0.1 and [::1] only.\n');
};

/** Browsers leave out the default port of the scheme. */
function isOwnHost({ headers, secure, socket }: Request): boolean {
  const [, name = '', port] = /^(.+?)(?::(\d+))?$/.exec(headers.host?.toLowerCase() ?? '') ?? [];
  const ownPort = Number(port ?? DEFAULT_PORTS[secure ? 'https' : 'http']);
  return HOST_NAMES.includes(name) && ownPort === socket.localPort;
}
