//! The time elapsed, while something is under way.

use std::time::Duration;

use leptos::prelude::*;

/// Ten times a second: quick enough to see that it runs, slow enough not to flicker.
const TICK: Duration = Duration::from_millis(100);

/// Milliseconds since the page began, on a clock that never goes back. Zero on the server, where nothing is timed.
#[must_use]
pub fn monotonic_ms() -> f64 {
    if cfg!(not(target_arch = "wasm32")) {
        return 0.0;
    }
    window().performance().map_or(0.0, |performance| performance.now())
}

/// Seconds with one decimal, from milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative is taken as zero; a wait has no 2^53 ms"
)]
fn seconds(elapsed_ms: f64) -> String {
    let tenths = (elapsed_ms.max(0.0) / 100.0) as u64;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// Shows how long it has been, and goes on counting for as long as it is shown.
#[component]
pub fn Stopwatch(
    /// When it began, in milliseconds of [`monotonic_ms`].
    since: f64,
) -> impl IntoView {
    let elapsed = RwSignal::new(monotonic_ms() - since);
    // Effects run only in the browser, so the server never starts a timer.
    Effect::new(move || {
        if let Ok(timer) = set_interval_with_handle(move || elapsed.set(monotonic_ms() - since), TICK) {
            on_cleanup(move || timer.clear());
        }
    });
    view! { <span class="stopwatch" role="timer" aria-label="Time elapsed">{move || seconds(elapsed.get())}</span> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn counts_in_tenths_and_never_below_zero() {
        for (elapsed, text) in [
            (-5.0, "0.0 s"),
            (0.0, "0.0 s"),
            (99.9, "0.0 s"),
            (1250.0, "1.2 s"),
            (61_000.0, "61.0 s"),
        ] {
            assert_eq!(seconds(elapsed), text);
        }
    }
}
