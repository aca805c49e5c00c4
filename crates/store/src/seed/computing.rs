//! Things that stand around a computer.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "computing",
    name: "Computing",
    description: "Keyboards, cables and small hardware for a tidy desk.",
    lines: &[
        line(
            "Mechanical Keyboard",
            "Seventy-five per cent layout, keycaps that do not wear, and sockets for other switches.",
            &[
                ("Tactile Switches", 11990),
                ("Linear Switches", 11990),
                ("Quiet Switches", 12490),
            ],
        ),
        line(
            "Vertical Mouse",
            "Turns the hand into a handshake and spares the wrist. Four buttons, three speeds.",
            &[("Right Hand", 4490), ("Left Hand", 4690)],
        ),
        line(
            "Braided Charging Cable",
            "Carries 100 watts and data, with a strap to keep it rolled. For ports of type C.",
            &[("0.5 m", 990), ("1 m", 1190), ("2 m", 1490)],
        ),
        line(
            "Seven-Port Hub",
            "A metal hub with its own power supply, and a switch with a light for every port.",
            &[("", 5490)],
        ),
        line(
            "Portable Solid-State Drive",
            "Reads a gigabyte a second and survives a fall from a table. Rubber sleeve included.",
            &[("500 GB", 6990), ("1 TB", 9990), ("2 TB", 16990)],
        ),
        line(
            "Felt Laptop Sleeve",
            "Wool felt with a leather loop. No zip, so nothing scratches.",
            &[("13 Inch", 3290), ("14 Inch", 3490), ("16 Inch", 3690)],
        ),
        line(
            "Monitor Arm",
            "A gas spring for screens from two to nine kilos. Clamps to the desk or through it.",
            &[("Single", 7990), ("Double", 13990)],
        ),
        line(
            "Patch Cable Cat 6A",
            "Shielded copper for ten gigabits, with a latch that does not break off.",
            &[
                ("Grey, 1 m", 490),
                ("Grey, 3 m", 790),
                ("Red, 1 m", 490),
                ("Red, 3 m", 790),
            ],
        ),
        line(
            "Webcam with Privacy Shutter",
            "Sharp at a metre, honest with colours in the evening, and blind when the shutter is closed.",
            &[("", 6990)],
        ),
    ],
};
