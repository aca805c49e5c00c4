// Calls the harness of wasm-bindgen-test inside Node: `node run.cjs PLAN`, beside the bindings of one test binary.

const plan = JSON.parse(process.argv[2]);
const wasm = require('./tests.js');

// Until the harness has reported, the run counts as failed: a test that waits for ever lets Node run out of work and
// leave.
process.exitCode = 1;
let reported = false;
process.on('exit', () => {
  if (!reported) process.stderr.write('a test waits for something that never comes\n');
});

// The harness prints its own lines by these two, and captures what a test prints by the five below.
global.__wbgtest_og_console_log = console.log;
global.__wbgtest_og_console_error = console.error;
global.__wbg_test_invoke = (call) => call();
for (const method of ['debug', 'log', 'info', 'warn', 'error']) {
  const print = console[method];
  console[method] = (...values) => {
    if (plan.nocapture) print.apply(console, values);
    wasm[`__wbgtest_console_${method}`](values);
  };
}

const context = new wasm.WasmBindgenTestContext(false);
context.include_ignored(plan.include_ignored);
context.filtered_count(plan.filtered);
context.run(plan.tests.map((name) => wasm.__wasm[name])).then(
  (passed) => {
    reported = true;
    process.exit(passed ? 0 : 1);
  },
  (error) => {
    reported = true;
    global.__wbgtest_og_console_error(error);
    process.exit(1);
  },
);
