//! Things to write with and on.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "stationery",
    name: "Stationery",
    description: "Paper, pens and everything for the desk.",
    lines: &[
        line(
            "Thread-Bound Notebook",
            "A hundred and ninety-two pages that lie flat, with numbers at the foot and an index in front.",
            &[("Dotted", 1590), ("Lined", 1590), ("Blank", 1590), ("Squared", 1590)],
        ),
        line(
            "Fountain Pen",
            "A steel nib on a light body, made for long letters. Takes cartridges or a converter.",
            &[("Fine", 2490), ("Medium", 2490), ("Broad", 2490)],
        ),
        line(
            "Bottled Ink",
            "Dye ink that flows evenly and washes out of cotton. Thirty millilitres in heavy glass.",
            &[("Royal Blue", 890), ("Bottle Green", 990), ("Sepia", 990)],
        ),
        line(
            "Cedar Pencils, Box of 12",
            "Incense cedar that smells of school and sharpens to a long point.",
            &[("2B", 990), ("4B", 990), ("HB", 990)],
        ),
        line(
            "Brass Pencil Sharpener",
            "A wedge of solid brass with two holes. The blade turns round when it is dull.",
            &[("", 690)],
        ),
        line(
            "Desk Calendar",
            "A week on every page, with room for a line each hour. Begins on Monday.",
            &[("Upright", 1990), ("Lying", 1790)],
        ),
        line(
            "Letter Paper with Envelopes",
            "Twenty-five sheets of laid paper and as many lined envelopes, in a box that is worth keeping.",
            &[("Ivory", 1690), ("Pale Grey", 1690)],
        ),
        line(
            "Washi Tape Set",
            "Ten rolls of paper tape in quiet patterns. Tears by hand and comes off without a trace.",
            &[("", 1295)],
        ),
        line(
            "Leather Desk Pad",
            "Vegetable-tanned leather on cork. Stains tell its story.",
            &[("60 × 40", 6990), ("90 × 40", 8990)],
        ),
    ],
};
