//! Things to drink, and to make them with.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "coffee-and-tea",
    name: "Coffee & Tea",
    description: "Beans, leaves and the tools that make the most of them.",
    lines: &[
        line(
            "Hill Farm Espresso Beans",
            "A dark roast with hazelnut and cocoa, steady in any machine. Roasted on Tuesdays.",
            &[("250 g", 790), ("500 g", 1490), ("1 kg", 2690)],
        ),
        line(
            "Yirgacheffe Filter Beans",
            "Washed Ethiopian beans, roasted light: bergamot, apricot and a clean finish.",
            &[("250 g", 1090), ("500 g", 1990)],
        ),
        line(
            "Decaf Beans",
            "Decaffeinated with water alone, and roasted so that nobody at the table notices.",
            &[("250 g", 890), ("500 g", 1690)],
        ),
        line(
            "Stovetop Moka Pot",
            "The classic eight-sided pot in aluminium. Not for induction hobs.",
            &[("3 Cups", 2290), ("6 Cups", 2990), ("9 Cups", 3790)],
        ),
        line(
            "Hand Grinder with Steel Burrs",
            "Thirty settings from Turkish to French press. Grinds for two cups in about a minute.",
            &[("", 6490)],
        ),
        line(
            "Pour-Over Dripper",
            "A porcelain cone with spiral ribs. Takes ordinary paper filters.",
            &[("Size 1", 1590), ("Size 2", 1890)],
        ),
        line(
            "Café au Lait Bowl",
            "A wide stoneware bowl to hold with both hands, glazed inside and raw outside.",
            &[("Blue", 1290), ("Ochre", 1290), ("White", 1190)],
        ),
        line(
            "First Flush Darjeeling",
            "Loose leaves of the spring harvest: light, flowery, good for two infusions.",
            &[("100 g", 1250), ("250 g", 2790)],
        ),
        line(
            "Peppermint Tea, Whole Leaf",
            "Nothing but peppermint, dried slowly. Free of caffeine.",
            &[("50 g", 490), ("150 g", 1190)],
        ),
        line(
            "Cast-Iron Teapot",
            "Enamelled inside, with a fine steel strainer. Keeps its heat for an hour.",
            &[("0.6 l", 3890), ("1.1 l", 4990)],
        ),
    ],
};
