//! Names in a permissions policy: the features of a browser, and to whom they are allowed.

use crate::meaning::Meaning;
use crate::meaning::order::in_order;

pub(super) static FEATURES: &[Meaning] = in_order(&[
    Meaning::new("*", "Every origin.", "After a feature.", "W3C Permissions Policy"),
    Meaning::new(
        "accelerometer",
        "How the device is being moved.",
        "Switching off what the page does not need.",
        "W3C Generic Sensor API",
    ),
    Meaning::new(
        "autoplay",
        "Playing sound and video without being asked.",
        "Pages with embedded video.",
        "HTML standard, policy-controlled features",
    ),
    Meaning::new(
        "bluetooth",
        "Talking to Bluetooth devices.",
        "Switching off what the page does not need.",
        "No specification, a draft of the Web Bluetooth group",
    ),
    Meaning::new(
        "camera",
        "Using the camera.",
        "Nearly every such policy.",
        "W3C Media Capture and Streams",
    ),
    Meaning::new(
        "display-capture",
        "Recording the screen.",
        "Video conferences.",
        "W3C Screen Capture",
    ),
    Meaning::new(
        "encrypted-media",
        "Playing protected video.",
        "Embedded video.",
        "W3C Encrypted Media Extensions",
    ),
    Meaning::new(
        "fullscreen",
        "Filling the whole screen.",
        "Embedded video.",
        "Fullscreen standard, permissions policy",
    ),
    Meaning::new("gamepad", "Reading game controllers.", "Games.", "W3C Gamepad"),
    Meaning::new(
        "geolocation",
        "Asking where the user is.",
        "Nearly every such policy.",
        "W3C Geolocation",
    ),
    Meaning::new(
        "gyroscope",
        "How the device is being turned.",
        "Switching off what the page does not need.",
        "W3C Generic Sensor API",
    ),
    Meaning::new(
        "magnetometer",
        "The magnetic field around the device.",
        "Switching off what the page does not need.",
        "W3C Generic Sensor API",
    ),
    Meaning::new(
        "microphone",
        "Using the microphone.",
        "Nearly every such policy.",
        "W3C Media Capture and Streams",
    ),
    Meaning::new(
        "midi",
        "Talking to musical instruments.",
        "Music programs.",
        "W3C Web MIDI API",
    ),
    Meaning::new(
        "payment",
        "Asking for a payment through the browser.",
        "Embedded shops.",
        "W3C Payment Request API",
    ),
    Meaning::new(
        "picture-in-picture",
        "Showing a video in a small window above all others.",
        "Embedded video.",
        "W3C Picture-in-Picture",
    ),
    Meaning::new(
        "publickey-credentials-create",
        "Making a passkey.",
        "Embedded logins.",
        "W3C Web Authentication",
    ),
    Meaning::new(
        "publickey-credentials-get",
        "Logging in with a passkey.",
        "Embedded logins.",
        "W3C Web Authentication",
    ),
    Meaning::new(
        "screen-wake-lock",
        "Keeping the screen on.",
        "Recipes and presentations.",
        "W3C Screen Wake Lock API",
    ),
    Meaning::new(
        "self",
        "The page's own origin.",
        "After a feature.",
        "W3C Permissions Policy",
    ),
    Meaning::new(
        "serial",
        "Talking to devices on a serial port.",
        "Switching off what the page does not need.",
        "WICG Web Serial API",
    ),
    Meaning::new(
        "storage-access",
        "Asking for one's own cookies inside another site's page.",
        "Embedded content.",
        "W3C Storage Access API",
    ),
    Meaning::new(
        "usb",
        "Talking to USB devices.",
        "Nearly every such policy.",
        "WICG WebUSB API",
    ),
    Meaning::new(
        "web-share",
        "Handing something to another program by the device's share dialogue.",
        "Embedded content.",
        "W3C Web Share API",
    ),
    Meaning::new(
        "xr-spatial-tracking",
        "Following head and hands for virtual reality.",
        "Switching off what the page does not need.",
        "W3C WebXR Device API",
    ),
]);
