//! Things for beds, pots and balconies.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "garden",
    name: "Garden",
    description: "Seeds, tools and pots for gardens and balconies.",
    lines: &[
        line(
            "Hand Trowel",
            "Forged in one piece, with a mark for every centimetre of depth and an ash handle.",
            &[("Narrow", 1690), ("Wide", 1790)],
        ),
        line(
            "Bypass Secateurs",
            "Cut branches as thick as a thumb. Every part can be bought and replaced.",
            &[("Small Hands", 4290), ("Large Hands", 4490)],
        ),
        line(
            "Galvanised Watering Can",
            "Balanced so that it pours without a second hand, with a brass rose that comes off.",
            &[("2 l", 2690), ("5 l", 3490), ("9 l", 4290)],
        ),
        line(
            "Terracotta Pot with Saucer",
            "Frost-proof clay from a kiln that has burnt for a hundred years.",
            &[("12 cm", 590), ("18 cm", 990), ("25 cm", 1790), ("35 cm", 3290)],
        ),
        line(
            "Heirloom Tomato Seeds",
            "Seeds that come true year after year. About twenty to a bag, sown from February on.",
            &[("Black Cherry", 390), ("Oxheart", 390), ("Yellow Pear", 390)],
        ),
        line(
            "Jalapeño Seeds",
            "A mild chilli that ripens outdoors in a sheltered spot. Fifteen seeds to a bag.",
            &[("", 350)],
        ),
        line(
            "Bee Meadow Mix",
            "Forty wild flowers for poor soil, in bloom from April to October. Mow once, in autumn.",
            &[("10 m²", 890), ("50 m²", 2990)],
        ),
        line(
            "Compost Bin",
            "Slatted larch that goes together without tools and comes apart when it is full.",
            &[("300 l", 6990), ("600 l", 9990)],
        ),
        line(
            "Jute Garden Twine",
            "Holds a season and rots with the tomatoes. On a wooden spool.",
            &[("50 m", 390), ("200 m", 990)],
        ),
    ],
};
