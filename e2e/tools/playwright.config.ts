// What `make check-tools` opens: the results of `cargo leptos build` and of `trunk build`, which must be there.
import { defineConfig } from '@playwright/test';
import { chromium } from '../chromium.js';

export default defineConfig({
  testDir: '.',
  outputDir: '../results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: { ...chromium, trace: 'retain-on-failure' },
});
