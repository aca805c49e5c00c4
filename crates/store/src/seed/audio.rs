//! Things to hear with.

use super::{Shelf, line};

pub(super) const SHELF: Shelf = Shelf {
    slug: "audio",
    name: "Audio",
    description: "Headphones, speakers and what connects them.",
    lines: &[
        line(
            "Harbour Over-Ear Headphones",
            "Closed headphones with memory-foam pads and a cable that can be replaced. Fold flat into their case.",
            &[("Black", 8990), ("Sand", 8990), ("Moss Green", 9290)],
        ),
        line(
            "Finch In-Ear Headphones",
            "Wired earphones with three sizes of tips and a button that answers calls.",
            &[("White", 2490), ("Graphite", 2490)],
        ),
        line(
            "Pebble Bluetooth Speaker",
            "A speaker the size of a fist that plays for fourteen hours and survives a splash.",
            &[("Slate", 4990), ("Coral", 4990), ("Mint", 4990)],
        ),
        line(
            "Bookshelf Speaker Pair",
            "Two-way speakers in real wood veneer for small rooms. Need an amplifier of 20 to 80 watts.",
            &[("Walnut", 21900), ("Ash", 21900)],
        ),
        line(
            "Turntable with Built-In Preamp",
            "Belt drive, 33 and 45 turns a minute, and a cartridge that can be swapped without tools.",
            &[("Matt Black", 18950), ("Cherry", 19950)],
        ),
        line(
            "Carbon Fibre Record Brush",
            "Takes dust and static off a record in one turn. Cleans itself when the handle is swung through.",
            &[("", 1490)],
        ),
        line(
            "Kitchen Radio",
            "Digital and FM reception, two alarms and a timer that goes on counting while the music plays.",
            &[("Cream", 7990), ("Night Blue", 7990)],
        ),
        line(
            "Braided Aux Cable",
            "3.5 mm plugs at both ends, slim enough for the thickest phone case.",
            &[("1 m", 690), ("2 m", 890), ("5 m", 1290)],
        ),
        line(
            "Clip-On Voice Recorder",
            "One switch to record, sixteen gigabytes to fill, and a clip that holds on to any pocket.",
            &[("", 3995)],
        ),
    ],
};
