//! The foot of every page: whom to call, and where to say what does not work. The terminal has none.

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
                {move || Suspend::new(async move { site.await.ok().and_then(|site| footer(words, site, pathname)) })}
            </Suspense>
        }
    })
}

fn footer(words: Words, site: Site, pathname: Memo<String>) -> Option<impl IntoView> {
    if matches!(site.viewer, Viewer::Student { .. }) || site.institutions.is_empty() {
        return None;
    }
    let has_account = matches!(site.viewer, Viewer::Account { .. });
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
                {has_account.then(|| feedback(words, pathname))}
            </div>
        </footer>
    })
}

/// A path has no sign that a query would have to escape.
fn feedback(words: Words, pathname: Memo<String>) -> impl IntoView {
    let address = move || match pathname.get().as_str() {
        "/feedback" => "/feedback".to_owned(),
        from => format!("/feedback?from={from}"),
    };
    view! {
        <ul class="site-footer__links" role="list">
            <li><a href=address>{words.footer_feedback()}</a></li>
        </ul>
    }
}

/// A `tel:` link (RFC 3966): digits and a leading plus.
pub fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}
