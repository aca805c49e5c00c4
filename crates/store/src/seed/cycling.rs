//! Things for bicycles and for those on them.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "cycling",
    name: "Cycling",
    description: "Everyday parts, lights and bags for bicycles.",
    lines: &[
        line(
            "Commuter Helmet",
            "Eleven vents, a magnetic buckle and a rear light that charges with your phone's cable.",
            &[("Small", 6490), ("Medium", 6490), ("Large", 6490)],
        ),
        line(
            "Rear Rack Pannier",
            "A roll-top bag of 21 litres, welded tight. Clicks on and off with one hand.",
            &[("Black", 7490), ("Yellow", 7490), ("Petrol", 7490)],
        ),
        line(
            "Folding Lock",
            "Six steel links that fold into a frame holder. Comes with three keys and a number to reorder them.",
            &[("75 cm", 5990), ("90 cm", 6990)],
        ),
        line(
            "Track Pump with Gauge",
            "A steel barrel, a wooden handle and a head that fits every valve.",
            &[("", 3990)],
        ),
        line(
            "Puncture-Proof Tyre",
            "Five millimetres of rubber between you and the glass. Reflects light all around.",
            &[("28 × 1.40", 3190), ("28 × 1.60", 3290), ("26 × 1.75", 2990)],
        ),
        line(
            "Dynamo Front Light",
            "Eighty lux with a sharp upper edge, and four minutes of glow when you stand.",
            &[("", 6990)],
        ),
        line(
            "Brass Bicycle Bell",
            "One clear note that hangs in the air. Turns brown with the years unless polished.",
            &[("22 mm", 1890), ("31 mm", 1990)],
        ),
        line(
            "Chain Oil",
            "Plant-based oil for wet and dry weather; a drop a link lasts for 300 kilometres.",
            &[("50 ml", 690), ("100 ml", 1090)],
        ),
        line(
            "Padded Cycling Gloves",
            "Gel where the handlebar presses, terry cloth where the forehead sweats.",
            &[("Small", 2490), ("Medium", 2490), ("Large", 2490)],
        ),
    ],
};
