//! Things to mend and build with.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "tools",
    name: "Tools",
    description: "Hand tools, screws and what a small workshop needs.",
    lines: &[
        line(
            "Claw Hammer",
            "A forged head on hickory, wedged so that it stays. Pulls a nail with little effort.",
            &[("450 g", 2490), ("570 g", 2790)],
        ),
        line(
            "Precision Screwdriver Set",
            "Twenty-four bits for phones, spectacles and clocks, in a case with a magnet in the lid.",
            &[("", 2990)],
        ),
        line(
            "Japanese Pull Saw",
            "Cuts on the pull, so the blade can be thin and the cut is fine. The blade can be changed.",
            &[("Crosscut", 3990), ("Rip Cut", 3990), ("Flush Cut", 2990)],
        ),
        line(
            "Cordless Drill",
            "Twelve volts, two gears and a chuck of ten millimetres. With two batteries and a charger.",
            &[("", 12990)],
        ),
        line(
            "Brad Point Drill Set",
            "Eight drills for clean holes in wood, from three to ten millimetres, in a wooden block.",
            &[("", 1990)],
        ),
        line(
            "Spirit Level",
            "Milled edges and three vials that can be read from above. True to half a millimetre a metre.",
            &[("40 cm", 2290), ("60 cm", 2690), ("100 cm", 3490)],
        ),
        line(
            "Wood Glue",
            "Sets in ten minutes, holds for good, and comes off fingers with water.",
            &[("75 g", 390), ("250 g", 690), ("750 g", 1290)],
        ),
        line(
            "Bench Vice",
            "Cast iron with jaws of 100 millimetres and a base that turns. For benches up to six centimetres.",
            &[("", 7990)],
        ),
        line(
            "Countersunk Screws, Box of 200",
            "Hardened steel with a point that needs no pilot hole in softwood.",
            &[("3.5 × 30", 590), ("4 × 40", 790), ("5 × 60", 1190)],
        ),
    ],
};
