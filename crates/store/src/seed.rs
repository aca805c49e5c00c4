//! The pristine data of the practice API: a small shop, written by hand, the same on every server.
//!
//! A shelf is a category and a line is a thing that it sells in one or several variants; each variant is a product. What
//! nobody would want to write by hand, which number a product has, how many are in stock and when it came, is drawn
//! from a hash of its name. So it looks drawn by lot, and is the same at every start and on every platform.
//!
//! The migration that inserted these rows has been released with them: a change here is a new migration as well.

mod audio;
mod coffee_and_tea;
mod computing;
mod cycling;
mod garden;
mod home;
mod kitchen;
mod outdoors;
mod stationery;
mod tools;
mod toys_and_games;
mod travel;
pub(crate) mod users;

use jiff::{Timestamp, ToSpan};

/// All prices are in euros: an order by price would mean nothing over several currencies.
pub(crate) const CURRENCY: &str = "EUR";

/// 2023-03-01T08:00:00Z, the day the shop opened: its categories are of this moment, its products of the two years after.
pub(crate) const OPENED: Timestamp = Timestamp::constant(1_677_657_600, 0);

/// The categories, in the order of their slugs.
pub(crate) const SHELVES: &[Shelf] = &[
    audio::SHELF,
    coffee_and_tea::SHELF,
    computing::SHELF,
    cycling::SHELF,
    garden::SHELF,
    home::SHELF,
    kitchen::SHELF,
    outdoors::SHELF,
    stationery::SHELF,
    tools::SHELF,
    toys_and_games::SHELF,
    travel::SHELF,
];

/// A category and what it sells.
pub(crate) struct Shelf {
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    lines: &'static [Line],
}

/// A thing in its variants, each with its price in cents. A thing without variants has one that is called nothing.
struct Line {
    name: &'static str,
    description: &'static str,
    variants: &'static [(&'static str, i64)],
}

const fn line(name: &'static str, description: &'static str, variants: &'static [(&'static str, i64)]) -> Line {
    Line {
        name,
        description,
        variants,
    }
}

/// A product as the migration inserts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Product {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) description: &'static str,
    pub(crate) price_minor: i64,
    pub(crate) category: &'static str,
    pub(crate) stock: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// Every product, numbered from 1 in the order in which they came into the shop.
pub(crate) fn products() -> Vec<Product> {
    let mut named: Vec<_> = SHELVES.iter().flat_map(variants).collect();
    named.sort_by_cached_key(|(name, ..)| Lot::of(name).0);

    let total = i64::try_from(named.len()).expect("the shelves hold a few hundred products");
    let minutes = 2 * 365 * 24 * 60 / total;
    (1..)
        .zip(named)
        .map(|(id, (name, shelf, line, price_minor))| {
            let mut lot = Lot::of(&name);
            let stock = if lot.below(14) == 0 {
                0
            } else {
                1 + lot.below(12) * lot.below(25)
            };
            // Somewhere in the product's own part of the two years, so that the order of time is that of the numbers.
            let created_at = OPENED + ((id - 1) * minutes + lot.below(minutes)).minutes() + lot.below(60).seconds();
            let revised = if lot.below(3) == 0 {
                lot.below(60 * 24 * 45).minutes()
            } else {
                0.minutes()
            };
            Product {
                id,
                name,
                description: line.description,
                price_minor,
                category: shelf.slug,
                stock,
                created_at,
                updated_at: created_at + revised,
            }
        })
        .collect()
}

/// What a shelf sells, each with its whole name and its price.
fn variants(shelf: &'static Shelf) -> impl Iterator<Item = (String, &'static Shelf, &'static Line, i64)> {
    shelf.lines.iter().flat_map(move |line| {
        line.variants.iter().map(move |&(variant, price)| {
            let name = if variant.is_empty() {
                line.name.to_owned()
            } else {
                format!("{}, {variant}", line.name)
            };
            (name, shelf, line, price)
        })
    })
}

/// Numbers drawn from a name: FNV-1a to start from, SplitMix64 to go on.
struct Lot(u64);

impl Lot {
    fn of(name: &str) -> Self {
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut lot = Self(hash);
        lot.0 = lot.next();
        lot
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to and without `bound`.
    fn below(&mut self, bound: i64) -> i64 {
        let drawn = self.next() >> 1;
        i64::try_from(drawn).expect("63 bits fit") % bound
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;
    use crate::search::fold;

    #[test]
    fn the_shop_is_large_varied_and_believable() {
        let products = products();
        assert!(products.len() >= 240, "{} products", products.len());
        assert!(SHELVES.len() >= 10);

        let names: HashSet<_> = products.iter().map(|product| &product.name).collect();
        assert_eq!(names.len(), products.len(), "every name is the name of one product");
        for product in &products {
            assert!((50..=100_000).contains(&product.price_minor), "{product:?}");
            assert!(matches!(product.price_minor % 100, 0 | 50 | 90 | 95), "{product:?}");
            assert!((0..=300).contains(&product.stock), "{product:?}");
            assert!(product.updated_at >= product.created_at, "{product:?}");
            assert!(product.description.ends_with('.'), "{product:?}");
        }
        let sold_out = products.iter().filter(|product| product.stock == 0).count();
        assert!((8..40).contains(&sold_out), "{sold_out} sold out");
        let first_page: HashSet<_> = products[..20].iter().map(|product| product.category).collect();
        assert!(
            first_page.len() >= 6,
            "the first page shows what there is: {first_page:?}"
        );
    }

    #[test]
    fn products_come_one_after_the_other_within_two_years() {
        let products = products();
        assert!(products.is_sorted_by(|one, next| one.id + 1 == next.id && one.created_at < next.created_at));
        assert_eq!(products[0].id, 1);
        let end = "2025-04-15T08:00:00Z".parse().unwrap();
        assert!(
            products
                .iter()
                .all(|product| product.created_at >= OPENED && product.updated_at < end)
        );
    }

    #[test]
    fn an_order_by_name_is_the_one_that_a_reader_expects() {
        let products = products();
        let by_code_point: BTreeSet<_> = products.iter().map(|product| &product.name).collect();
        let mut by_letter: Vec<_> = by_code_point.iter().copied().collect();
        by_letter.sort_by_key(|name| fold(name));
        assert_eq!(
            by_code_point.into_iter().collect::<Vec<_>>(),
            by_letter,
            "names differ in case before they differ"
        );
    }

    #[test]
    fn categories_are_listed_by_slug() {
        assert!(SHELVES.is_sorted_by_key(|shelf| shelf.slug));
        assert!(
            SHELVES
                .iter()
                .all(|shelf| shelf.slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        );
    }
}
