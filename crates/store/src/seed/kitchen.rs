//! Things to cook and eat with.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "kitchen",
    name: "Kitchen",
    description: "Pans, knives and tableware that last.",
    lines: &[
        line(
            "Cast-Iron Skillet",
            "Seasoned with linseed oil and ready to fry. For every hob, the oven and the fire outside.",
            &[("20 cm", 2790), ("24 cm", 3490), ("28 cm", 4290)],
        ),
        line(
            "Enamelled Dutch Oven",
            "A heavy pot for bread, stews and whole chickens, with drops inside the lid that baste them.",
            &[("4 l, Cream", 12990), ("4 l, Red", 12990), ("6 l, Cream", 15990)],
        ),
        line(
            "Chef's Knife",
            "Carbon steel that takes an edge like a razor and wants to be dried by hand.",
            &[("16 cm", 6990), ("20 cm", 7990)],
        ),
        line(
            "Bread Knife",
            "Long, low waves that slice a crust without tearing the crumb.",
            &[("", 4490)],
        ),
        line(
            "End-Grain Cutting Board",
            "Blocks of walnut and maple that are kind to knives. Oil it twice a year.",
            &[("30 × 20", 4990), ("40 × 30", 7990)],
        ),
        line(
            "Salt & Pepper Mill Pair",
            "Two beech mills with ceramic burrs; the one with the dark cap is for pepper.",
            &[("", 3990)],
        ),
        line(
            "Mixing Bowl Set",
            "Three steel bowls that stack, with lids that close and a base that does not slip.",
            &[("", 3690)],
        ),
        line(
            "Stoneware Dinner Plate",
            "Thrown and glazed by hand, so no two are the same. For dishwasher and microwave.",
            &[("Sea Green", 1890), ("Chalk", 1790), ("Charcoal", 1890)],
        ),
        line(
            "Silicone Baking Mat",
            "Replaces a thousand sheets of baking paper. Marked with circles for macarons.",
            &[("", 1490)],
        ),
        line(
            "Digital Kitchen Scale",
            "Weighs to the gram up to five kilos. Its display pulls out from under a big bowl.",
            &[("White", 2990), ("Steel", 3490)],
        ),
    ],
};
