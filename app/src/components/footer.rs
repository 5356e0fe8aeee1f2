//! The foot of every page: whom to call. The terminal has none.

use domain::view::Viewer;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::api::site::Site;
use crate::app::SiteResource;
use crate::words::{Words, use_words};

#[component]
pub fn SiteFooter() -> impl IntoView {
    let words = use_words();
    let site = expect_context::<SiteResource>();
    let pathname = use_location().pathname;
    // On the server a page at the terminal gets no footer; browsers reach the terminal by a full load.
    let at_terminal = pathname.get_untracked().split('/').nth(1) == Some("student");
    (!at_terminal).then(|| {
        view! {
            <Suspense>
                {move || Suspend::new(async move { site.await.ok().and_then(|site| footer(words, site)) })}
            </Suspense>
        }
    })
}

fn footer(words: Words, site: Site) -> Option<impl IntoView> {
    if matches!(site.viewer, Viewer::Student { .. }) || site.institutions.is_empty() {
        return None;
    }
    let contacts = site.institutions.into_iter().map(|institution| {
        let label = format!("{} {}", words.footer_phone_label(&institution.name), institution.phone);
        view! {
            <p class="site-footer__text">{institution.name}" "{institution.contact_person}</p>
            <a class="site-footer__phone" href=tel(&institution.phone) aria-label=label>
                {institution.phone.clone()}
            </a>
        }
    });
    Some(view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <div>
                    <h2 class="site-footer__title">{words.footer_contact()}</h2>
                    {contacts.collect_view()}
                </div>
            </div>
        </footer>
    })
}

/// A `tel:` link (RFC 3966): digits and a leading plus.
pub fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}
