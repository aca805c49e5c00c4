//! Things to play with.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "toys-and-games",
    name: "Toys & Games",
    description: "For children, and for those who will not stop playing.",
    lines: &[
        line(
            "Wooden Train Set",
            "An engine, three wagons and four metres of beech track. Fits the tracks of most others.",
            &[("Starter", 3990), ("With Bridge", 5990), ("With Station", 7990)],
        ),
        line(
            "Jigsaw Puzzle",
            "Thick card that clicks, cut so that no two pieces are alike. Painted for us, not photographed.",
            &[
                ("Harbour, 500 Pieces", 1690),
                ("Night Sky, 1000 Pieces", 1990),
                ("Old Map, 2000 Pieces", 2990),
            ],
        ),
        line(
            "Travel Chess Set",
            "Weighted pieces with magnets and a board that folds around them.",
            &[("", 2990)],
        ),
        line(
            "Go Set",
            "A bamboo board with nineteen lines one way and thirteen on its back; stones in two bowls.",
            &[("", 6990)],
        ),
        line(
            "Playing Cards",
            "Linen-finished cards that shuffle well and last. Fifty-two and two jokers.",
            &[("Blue Back", 690), ("Red Back", 690)],
        ),
        line(
            "Marble Run",
            "Ninety parts of maple, no plans. The first marble takes a minute, the best one an afternoon.",
            &[("", 8990)],
        ),
        line(
            "Hand Puppet",
            "Mohair with a mouth that opens wide. Washable, because it will be kissed.",
            &[("Badger", 2490), ("Fox", 2490), ("Hedgehog", 2490), ("Otter", 2490)],
        ),
        line(
            "Diabolo",
            "A rubber diabolo that spins true, with carbon sticks and two metres of spare string.",
            &[("", 2690)],
        ),
        line(
            "Shadow Theatre Kit",
            "Figures of black card, a screen of tracing paper, and five plays to begin with.",
            &[("", 3490)],
        ),
        line(
            "Watercolour Box",
            "Half pans that can be bought one by one, a brush, and a lid to mix in.",
            &[("12 Colours", 1990), ("24 Colours", 3490)],
        ),
    ],
};
