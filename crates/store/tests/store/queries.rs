//! The queries that the practice API makes find the same, in the same order, on both databases, and it is what a plain
//! reading of the rows in Rust finds.

use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use store::{Store, product, search};

use crate::databases::on_both;

/// What a list of products is asked for. An empty `q` or `category` asks for nothing.
#[derive(Debug, Clone)]
struct Wanted {
    q: &'static str,
    category: &'static str,
    sort: product::Column,
    order: Order,
}

fn compare(wanted: &Wanted, one: &product::Model, other: &product::Model) -> std::cmp::Ordering {
    let ordering = match wanted.sort {
        product::Column::Name => one.name.cmp(&other.name),
        product::Column::PriceMinor => one.price_minor.cmp(&other.price_minor),
        product::Column::Category => one.category.cmp(&other.category),
        product::Column::Stock => one.stock.cmp(&other.stock),
        product::Column::CreatedAt => one.created_at.cmp(&other.created_at),
        _ => one.id.cmp(&other.id),
    };
    let ordering = if matches!(wanted.order, Order::Desc) {
        ordering.reverse()
    } else {
        ordering
    };
    ordering.then(one.id.cmp(&other.id))
}

fn expected(all: &[product::Model], wanted: &Wanted) -> Vec<i64> {
    let q = search::fold(wanted.q);
    let matches = |product: &&product::Model| {
        let text = [search::fold(&product.name), search::fold(&product.description)];
        let found = text.iter().any(|text| text.contains(&q));
        found && (wanted.category.is_empty() || product.category == wanted.category)
    };
    let mut rows: Vec<_> = all.iter().filter(matches).collect();
    rows.sort_by(|one, other| compare(wanted, one, other));
    rows.iter().map(|product| product.id).collect()
}

async fn found(store: &Store, wanted: &Wanted) -> Vec<i64> {
    let mut query = product::Entity::find();
    if !wanted.q.is_empty() {
        query = query.filter(search::contains(product::Column::Search, wanted.q));
    }
    if !wanted.category.is_empty() {
        query = query.filter(product::Column::Category.eq(wanted.category));
    }
    let query = query
        .order_by(wanted.sort, wanted.order.clone())
        .order_by_asc(product::Column::Id);
    let total = query.clone().count(store.reader()).await.unwrap();

    // In pages of seven, as a list does.
    let mut ids = Vec::new();
    loop {
        let page = query
            .clone()
            .offset(ids.len() as u64)
            .limit(7)
            .all(store.reader())
            .await
            .unwrap();
        if page.is_empty() {
            break;
        }
        ids.extend(page.iter().map(|product| product.id));
    }
    assert_eq!(total, ids.len() as u64, "{wanted:?}");
    ids
}

#[tokio::test]
async fn lists_are_the_same_on_both() {
    on_both(async |database| {
        let store = database.open().await;
        let all = product::Entity::find().all(store.reader()).await.unwrap();
        let sorts = [
            product::Column::Id,
            product::Column::Name,
            product::Column::PriceMinor,
            product::Column::Category,
            product::Column::Stock,
            product::Column::CreatedAt,
        ];
        for sort in sorts {
            for order in [Order::Asc, Order::Desc] {
                for (q, category) in [
                    ("", ""),
                    ("", "kitchen"),
                    ("steel", ""),
                    ("STEEL", "kitchen"),
                    ("", "none"),
                ] {
                    let wanted = Wanted {
                        q,
                        category,
                        sort,
                        order: order.clone(),
                    };
                    assert_eq!(
                        found(&store, &wanted).await,
                        expected(&all, &wanted),
                        "{} {wanted:?}",
                        database.kind
                    );
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_search_takes_every_character_for_itself() {
    on_both(async |database| {
        let store = database.open().await;
        let all = product::Entity::find().all(store.reader()).await.unwrap();
        // What is looked for, and whether there is any.
        let rows = [
            ("CAFÉ AU", true),
            ("jalapeñO", true),
            ("m²", true),
            ("×", true),
            ("salt & pepper", true),
            ("chef's", true),
            ("%", false),
            ("_", false),
            ("c_fé", false),
            ("\\", false),
            ("[a-z]", false),
            ("'; DROP TABLE product; --", false),
        ];
        for (q, any) in rows {
            let wanted = Wanted {
                q,
                category: "",
                sort: product::Column::Id,
                order: Order::Asc,
            };
            let ids = found(&store, &wanted).await;
            assert_eq!(!ids.is_empty(), any, "{} {q:?}", database.kind);
            assert_eq!(ids, expected(&all, &wanted), "{} {q:?}", database.kind);
        }
    })
    .await;
}
