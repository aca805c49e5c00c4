// The same over a WebSocket: `follow(url, { by: socket, … })`. Browsers have WebSocket, and so has Node from 22 on.
export const socket = (url, take, signal) =>
  new Promise((_, reject) => {
    const connection = new WebSocket(url.replace(/^http/, 'ws'));
    connection.onmessage = ({ data }) => take(JSON.parse(data));
    connection.onerror = () => {}; // It is closed next, and that says more.
    connection.onclose = ({ code, reason }) => reject(new Error(`closed with ${code} ${reason}`));
    signal?.addEventListener('abort', () => connection.close());
  });
