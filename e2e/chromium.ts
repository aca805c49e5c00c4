// The browser that every test uses: the machine's own Chromium, where scripts/setup.sh found it.
export const chromium = {
  browserName: 'chromium' as const,
  launchOptions: {
    // Without it Playwright takes the browser that it fetched itself.
    executablePath: process.env.ROUNDTRIP_CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // The first request to a TLS listener must not wait for an answer by QUIC that never comes.
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  },
};
