//! Things to live with.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "home",
    name: "Home",
    description: "Linen, light and small furniture.",
    lines: &[
        line(
            "Washed Linen Duvet Cover",
            "European flax, soft from the first night, buttons at the foot end.",
            &[
                ("135 × 200, White", 8990),
                ("135 × 200, Sage", 8990),
                ("200 × 200, White", 12990),
            ],
        ),
        line(
            "Waffle Towel",
            "Cotton that dries quickly and takes no space. Comes with a loop to hang it by.",
            &[("Face", 890), ("Hand", 1490), ("Bath", 2990)],
        ),
        line(
            "Beeswax Candle",
            "Pure wax, rolled by hand, with a cotton wick. Burns slowly and smells of the hive.",
            &[("Slim", 490), ("Pillar", 1490)],
        ),
        line(
            "Paper Lampshade",
            "Folded like a boat from strong white paper. Needs a bulb of no more than nine watts.",
            &[("40 cm", 1990), ("60 cm", 2990)],
        ),
        line(
            "Reading Lamp",
            "A steel arm that stays where it is put, and a dial from candle to daylight.",
            &[("Brass", 8990), ("Black", 7990)],
        ),
        line(
            "Oak Step Stool",
            "Two steps up to the top shelf, a seat at any other time. Oiled, carries 150 kilos.",
            &[("", 6990)],
        ),
        line(
            "Wool Blanket",
            "Woven in a mill by the sea from new wool, with a fringe on two sides.",
            &[("Grey Check", 7990), ("Rust", 7990), ("Undyed", 7490)],
        ),
        line(
            "Coir Doormat",
            "Takes the mud off boots for years. Three centimetres thick, on a natural rubber base.",
            &[("40 × 60", 1990), ("50 × 80", 2990)],
        ),
        line(
            "Wall Hook Rail",
            "Beech pegs on a beech board. Screws and plugs are in the box, and so is the template.",
            &[("3 Pegs", 2490), ("5 Pegs", 3290), ("8 Pegs", 4490)],
        ),
    ],
};
