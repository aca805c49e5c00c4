// The browser tests: the release binary, driven in Chromium. Each test's fixture starts the server that it needs.
import { defineConfig } from '@playwright/test';
import { chromium } from './chromium.js';

export default defineConfig({
  testDir: '.',
  testIgnore: '**/tools/**',
  outputDir: 'results',
  workers: 2,
  // A machine that has other things to do takes several times as long, and is not wrong for it.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  retries: 0,
  fullyParallel: true,
  forbidOnly: true,
  reporter: 'list',
  use: { ...chromium, trace: 'retain-on-failure' },
});
