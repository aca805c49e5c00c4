//! An image as the browser draws it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlImageElement, Url};

use crate::{
    client::Octets,
    kit::{EmptyState, IconName},
};

/// What came of the image.
#[derive(Clone, Copy, PartialEq)]
enum Drawn {
    NotYet,
    /// So many pixels wide and high.
    Yes(u32, u32),
    No,
}

/// Bytes of that media type as an image. An image runs no scripts and loads nothing, SVG included.
#[component]
pub(super) fn ImageView(octets: Octets, media_type: String) -> impl IntoView {
    let drawn = RwSignal::new(Drawn::NotYet);
    let url = octets
        .blob(&media_type)
        .and_then(|blob| Url::create_object_url_with_blob(&blob).ok());
    let Some(url) = url else {
        return view! { <EmptyState icon=IconName::Alert text="The browser did not take the bytes for an image." /> }
            .into_any();
    };
    let own = url.clone();
    on_cleanup(move || {
        // It fails only for what is no such URL.
        let _ = Url::revoke_object_url(&own);
    });
    let loaded = move |event: leptos::ev::Event| {
        let image = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlImageElement>().ok());
        if let Some(image) = image {
            drawn.set(Drawn::Yes(image.natural_width(), image.natural_height()));
        }
    };
    let caption = move || match drawn.get() {
        Drawn::NotYet => "The browser is decoding it\u{2026}".to_owned(),
        Drawn::Yes(0, 0) => "An image without a size of its own".to_owned(),
        Drawn::Yes(width, height) => format!("{width} \u{d7} {height} pixels"),
        Drawn::No => format!("The browser cannot decode these bytes as {media_type}."),
    };
    view! {
        <figure class="body-image" data-failed=move || (drawn.get() == Drawn::No).then_some("")>
            <img src=url alt="The body as an image" on:load=loaded on:error=move |_| drawn.set(Drawn::No) />
            <figcaption class="provenance" role="status">{caption}</figcaption>
        </figure>
    }
    .into_any()
}
