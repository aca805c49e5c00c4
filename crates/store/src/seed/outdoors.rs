//! Things for days and nights outside.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "outdoors",
    name: "Outdoors",
    description: "Tents, stoves and clothing for a night outside.",
    lines: &[
        line(
            "Ridge Tent",
            "Three seasons, two doors, and poles in the colours of their sleeves.",
            &[("1 Person", 22900), ("2 People", 28900), ("3 People", 34900)],
        ),
        line(
            "Down Sleeping Bag",
            "Responsibly sourced duck down, comfortable at two degrees above zero.",
            &[("Regular", 19900), ("Long", 21900)],
        ),
        line(
            "Spirit Stove",
            "Brass burner, windshield and two pots that pack into each other. Burns silently.",
            &[("", 6490)],
        ),
        line(
            "Insulated Bottle",
            "Tea is hot after twelve hours and water cold after twenty-four. No coating inside.",
            &[("0.5 l", 2690), ("0.75 l", 2990), ("1 l", 3290)],
        ),
        line(
            "Head Torch",
            "Four hundred lumens, a red light for reading maps, and a lock against switching on in the bag.",
            &[("", 3990)],
        ),
        line(
            "Merino Base Layer",
            "Warm when damp and without smell after three days. Flat seams under the straps.",
            &[
                ("Small", 6990),
                ("Medium", 6990),
                ("Large", 6990),
                ("Extra Large", 6990),
            ],
        ),
        line(
            "Packable Rain Jacket",
            "Keeps out a downpour and folds into its own pocket, no larger than an apple.",
            &[("Women's", 9990), ("Men's", 9990)],
        ),
        line(
            "Sighting Compass",
            "A mirror for exact bearings and a scale for the maps of your country.",
            &[("", 4490)],
        ),
        line(
            "Tarp with Lines",
            "A light roof of three by three metres, nineteen loops, and pegs in a bag.",
            &[("Olive", 7990), ("Orange", 7990)],
        ),
    ],
};
