//! Client hints and preferences: what a browser tells of itself, its device and its user.

use super::{request, response};
use crate::meaning::FieldMeaning;

pub(super) const FIELDS: &[FieldMeaning] = &[
    response(
        "Accept-CH",
        "Which client hints the server would like to get from now on.",
        "Sites that adapt to the device.",
        "RFC 8942, section 3.1",
    ),
    response(
        "Critical-CH",
        "Client hints without which the answer may be wrong, so that the browser asks again with them.",
        "The first visit to a site that adapts to the device.",
        "Internet-Draft draft-davidben-http-client-hint-reliability",
    ),
    request(
        "Device-Memory",
        "Roughly how many gigabytes of memory the device has; the older name of Sec-CH-Device-Memory.",
        "Sites that asked for it by Accept-CH.",
        "W3C Device Memory",
    ),
    request(
        "DNT",
        "`1`: the user did not want to be tracked. Hardly anybody obeyed, and work on it has ended.",
        "Some browsers with that setting; Sec-GPC came after it.",
        "W3C Tracking Preference Expression",
    ),
    request(
        "Downlink",
        "Roughly the speed of the user's connection in megabits a second.",
        "Sites that asked for it by Accept-CH.",
        "WICG Network Information API",
    ),
    request(
        "DPR",
        "How many device pixels make one CSS pixel; the older name of Sec-CH-DPR.",
        "Sites that asked for it by Accept-CH.",
        "WICG Responsive Image Client Hints",
    ),
    request(
        "ECT",
        "What kind of mobile network the connection feels like, such as `3g` or `4g`.",
        "Sites that asked for it by Accept-CH.",
        "WICG Network Information API",
    ),
    request(
        "RTT",
        "Roughly how many milliseconds a round trip takes on the user's connection.",
        "Sites that asked for it by Accept-CH.",
        "WICG Network Information API",
    ),
    request(
        "Save-Data",
        "`on`: the user wants to use little data.",
        "Phones with data saving switched on.",
        "WICG Save Data API",
    ),
    request(
        "Sec-CH-Device-Memory",
        "Roughly how many gigabytes of memory the device has.",
        "Sites that asked for it by Accept-CH.",
        "W3C Device Memory",
    ),
    request(
        "Sec-CH-DPR",
        "How many device pixels make one CSS pixel.",
        "Sites that asked for it by Accept-CH.",
        "WICG Responsive Image Client Hints",
    ),
    request(
        "Sec-CH-Prefers-Color-Scheme",
        "Whether the user prefers `light` or `dark` pages.",
        "Sites that asked for it by Accept-CH.",
        "WICG User Preference Media Features Client Hints Headers",
    ),
    request(
        "Sec-CH-Prefers-Reduced-Motion",
        "Whether the user wants pages to move less: `reduce` or `no-preference`.",
        "Sites that asked for it by Accept-CH.",
        "WICG User Preference Media Features Client Hints Headers",
    ),
    request(
        "Sec-CH-Prefers-Reduced-Transparency",
        "Whether the user wants less transparency: `reduce` or `no-preference`.",
        "Sites that asked for it by Accept-CH.",
        "WICG User Preference Media Features Client Hints Headers",
    ),
    request(
        "Sec-CH-UA",
        "The browser's brand and major version, beside a made-up brand that keeps servers from relying on the list.",
        "Every request of Chromium browsers to an https or loopback address.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Arch",
        "The processor's family, such as `arm` or `x86`.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Bitness",
        "How many bits the processor's family works with, such as `64`.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Form-Factors",
        "What kinds of device this is, such as `Desktop` or `Mobile`.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Full-Version",
        "The browser's full version. The list that follows it replaces it.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Full-Version-List",
        "The browser's brands, each with its full version.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Mobile",
        "Whether the browser would like pages for a small device: `?1` or `?0`.",
        "Every request of Chromium browsers to an https or loopback address.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Model",
        "The model of the device.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Platform",
        "The operating system, such as `Windows` or `Android`.",
        "Every request of Chromium browsers to an https or loopback address.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-Platform-Version",
        "The version of the operating system.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-UA-WoW64",
        "Whether a 32-bit browser runs on a 64-bit Windows.",
        "Sites that asked for it by Accept-CH.",
        "WICG User-Agent Client Hints",
    ),
    request(
        "Sec-CH-Viewport-Height",
        "How high the page's area is, in CSS pixels.",
        "Sites that asked for it by Accept-CH.",
        "WICG Responsive Image Client Hints",
    ),
    request(
        "Sec-CH-Viewport-Width",
        "How wide the page's area is, in CSS pixels.",
        "Sites that asked for it by Accept-CH.",
        "WICG Responsive Image Client Hints",
    ),
    request(
        "Sec-CH-Width",
        "How wide the picture will be shown, in device pixels.",
        "Sites that asked for it by Accept-CH.",
        "WICG Responsive Image Client Hints",
    ),
    request(
        "Sec-GPC",
        "`1`: the user does not want personal data to be sold or shared. In some places the law backs it.",
        "Browsers with that setting.",
        "W3C Global Privacy Control",
    ),
    response(
        "Tk",
        "How the server treats the wish not to be tracked. Work on it has ended.",
        "Hardly ever.",
        "W3C Tracking Preference Expression",
    ),
    request(
        "Upgrade-Insecure-Requests",
        "`1`: the browser would rather be sent to an https page.",
        "Navigations of browsers.",
        "W3C Upgrade Insecure Requests",
    ),
    request(
        "Viewport-Width",
        "How wide the page's area is, in CSS pixels; the older name of Sec-CH-Viewport-Width.",
        "Sites that asked for it by Accept-CH.",
        "WICG Responsive Image Client Hints",
    ),
];
