//! `POST /api/sandbox/reset`: the pristine data again.

use axum::{extract::State, response::Response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use store::{
    cart_item, idempotent_answer, notification, order_line, presence, product_overlay, report, sandbox, session,
    shop_order, user_overlay,
};

use super::write::{Begun, Write, Written, new_epoch};
use crate::{AppState, clock::Clock, live::topics, problem::Rejection, shop::head::Head};

/// Forgets all that was written in the sandbox. Its id stays, and so do the sessions of pristine users, who are outside of it.
pub async fn reset(State(state): State<AppState>, clock: Clock, mut head: Head) -> Result<Response, Rejection> {
    // The second reset does what the first one did, key or not.
    head.fields.remove(super::write::IDEMPOTENCY_KEY);
    let mut write = match Write::begin(&state, &clock, &head, b"").await? {
        Begun::Anew(write) => write,
        Begun::Before(answer) => return Ok(answer),
    };
    write.shrinks();
    let id = write.sandbox.id.clone();
    let transaction = &write.transaction;
    macro_rules! forget {
        ($($entity:ident),+) => {
            $(
                $entity::Entity::delete_many()
                    .filter($entity::Column::Sandbox.eq(id.as_str()))
                    .exec(transaction)
                    .await?;
            )+
        };
    }
    let forget = async {
        forget!(
            product_overlay,
            user_overlay,
            session,
            cart_item,
            order_line,
            shop_order,
            report,
            notification,
            presence,
            idempotent_answer
        );
        Ok::<_, sea_orm::DbErr>(())
    };
    clock.store(forget).await?;
    let row = &mut write.sandbox;
    row.epoch = new_epoch();
    (row.products_version, row.users_version) = (0, 0);
    (row.next_product, row.next_user) = (sandbox::FIRST_OWN_ID, sandbox::FIRST_OWN_ID);
    row.next_notification = 1;
    // Last, because others who append wait from here on. Readers are told that there is a gap.
    let topic = topics::of_sandbox(&id);
    let pending = clock.store(state.feed.remove_in(&write.transaction, &topic)).await?;
    write.wakes(pending);
    write.commit(Written::nothing()).await
}
