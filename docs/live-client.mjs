// Follows a topic of Roundtrip's log by `sse` or `poll`: each event once and in order, whatever becomes of the connection.
export async function follow(url, { by = sse, after = 'latest', onEvent, onGap = console.warn, onCut = console.warn, signal }) {
  for (let failures = 0; !signal?.aborted; ) {
    const take = (message) => {
      if (message.kind === 'gap') onGap(message);
      else if (message.kind !== 'connected') onEvent(message);
      [after, failures] = [message.cursor, 0]; // What comes next is behind this, also on the next connection.
    };
    await by(`${url}?after=${after}`, take, signal).catch((error) => signal?.aborted || onCut(error, (failures += 1)));
    await new Promise((wake) => setTimeout(wake, Math.random() * Math.min(30_000, 500 * (2 ** failures - 1))));
  }
}
export async function sse(url, take, signal) {
  const reader = (await get(url, 'text/event-stream', signal)).body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = '', next; !(next = await reader.read()).done; ) {
    const blocks = (text + next.value).split('\n\n');
    text = blocks.pop(); // It goes on in the next chunk.
    for (const [, kind, data] of blocks.join('\n').matchAll(/^event: (.*)\ndata: (.*)$/gm)) take({ kind, ...JSON.parse(data) });
  }
  throw new Error('the stream has ended');
}
export async function poll(url, take, signal) {
  const { gap, events, cursor } = await (await get(url, 'application/json', signal)).json();
  [...(gap ? [{ ...gap, kind: 'gap' }] : events), { kind: 'connected', cursor }].forEach(take);
}
async function get(url, accept, signal) {
  const response = await fetch(url, { headers: { accept }, signal });
  if (!response.ok) throw new Error(`${response.status} of ${url}`);
  return response;
}
