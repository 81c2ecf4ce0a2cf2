/**
 * Routes on the element tests' own server, for tests that need real requests. A test makes up a room of its own:
 *
 *   PUT /loopback/<room>/<path>   { status?, headers?, body? }   from now on, the answer to that path (its query included)
 *   GET /loopback/<room>          every request to the room so far: [{ method, path, headers, body }]
 *   anything else /loopback/<room>/<path>                        is noted, and answered as told; 404 otherwise
 */
const rooms = new Map();

const roomOf = (name) => {
  if (!rooms.has(name)) rooms.set(name, { routes: new Map(), requests: [] });
  return rooms.get(name);
};

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export async function loopback(context, next) {
  const [, name, path] = /^\/loopback\/([\w-]+)(?:\/(.*))?$/.exec(context.url) ?? [];
  if (!name) return next();
  const room = roomOf(name);
  if (path === undefined) {
    context.body = room.requests;
    return undefined;
  }
  const body = await read(context.req);
  if (context.method === 'PUT') {
    room.routes.set(path, JSON.parse(body));
    context.status = 204;
    return undefined;
  }
  room.requests.push({ method: context.method, path, headers: context.headers, body });
  const { status = 200, headers = {}, body: answer = '' } = room.routes.get(path) ?? { status: 404 };
  context.status = status;
  context.set({ 'content-type': 'application/json', ...headers });
  context.body = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return undefined;
}
