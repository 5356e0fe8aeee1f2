//! The institutions to choose from, as the options of a field.

use leptos::prelude::*;

use crate::app::SiteResource;

pub fn institution_options(chosen: String) -> impl IntoView {
    let site = expect_context::<SiteResource>();
    view! {
        <Suspense>
            {move || {
                let chosen = chosen.clone();
                Suspend::new(async move {
                    let institutions = site.await.map(|site| site.institutions).unwrap_or_default();
                    institutions
                        .into_iter()
                        .map(|institution| {
                            let id = institution.id.to_string();
                            let selected = id == chosen;
                            view! { <option value=id selected=selected>{institution.name}</option> }
                        })
                        .collect_view()
                })
            }}
        </Suspense>
    }
}
