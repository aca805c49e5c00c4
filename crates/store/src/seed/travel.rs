//! Things to take along.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "travel",
    name: "Travel",
    description: "Bags and small things that make the way easier.",
    lines: &[
        line(
            "Cabin Suitcase",
            "Thirty-eight litres behind a frame without a zip. Wheels that can be changed on the road.",
            &[("Anthracite", 17900), ("Silver", 17900), ("Forest", 17900)],
        ),
        line(
            "Day Pack",
            "Waxed cotton with a flat pocket for a laptop against the back, and one for the keys.",
            &[("16 l", 8990), ("22 l", 9990)],
        ),
        line(
            "Packing Cubes, Set of 3",
            "Light nylon with mesh on top. They tell clean from worn and left from right.",
            &[("Grey", 2490), ("Saffron", 2490)],
        ),
        line(
            "World Plug Adapter",
            "Fits sockets in 150 countries and charges three devices beside the one that is plugged in.",
            &[("", 3490)],
        ),
        line(
            "Neck Pillow",
            "Memory foam with a raised side, so that the head finds rest. Packs to half its size.",
            &[("Navy", 2990), ("Stone", 2990)],
        ),
        line(
            "Wash Bag with Hook",
            "Hangs from any rail and shows everything at once. Wipes clean.",
            &[("Small", 2490), ("Large", 2990)],
        ),
        line(
            "Passport Wallet",
            "Room for two passports, a boarding card and the coins of three countries.",
            &[("Cognac", 3990), ("Black", 3990)],
        ),
        line(
            "Travel Laundry Soap",
            "A bar that washes in cold sea water and harms no fish in it. In a tin.",
            &[("60 g", 590), ("2 × 60 g", 990)],
        ),
        line(
            "Luggage Tag",
            "Bridle leather with the address on the inside, where only a finder looks.",
            &[("Tan", 1290), ("Oxblood", 1290), ("Green", 1290)],
        ),
        line(
            "Phrase Book",
            "Two thousand sentences for travellers, sorted by trouble, with how to say them.",
            &[("Danish", 990), ("Greek", 990), ("Portuguese", 990), ("Turkish", 990)],
        ),
    ],
};
