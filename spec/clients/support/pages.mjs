import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Serves a page for each client, on another origin than the API's: `/<name>` loads the script
 * `scripts[name]` and is otherwise empty; other paths are 404.
 */
export async function startPages(scripts) {
  const server = createServer((req, res) => {
    const [, name, extension] = /^\/([^/?]+?)(\.js)?(?:\?|$)/.exec(req.url) ?? [];
    if (!Object.hasOwn(scripts, name)) {
      res.writeHead(404).end();
    } else if (extension === undefined) {
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      res.end(`<!doctype html><title>${name}</title><script src="/${name}.js"></script>`);
    } else {
      res.setHeader('Content-Type', 'text/javascript; charset=utf-8');
      res.end(scripts[name]);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://localhost:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
