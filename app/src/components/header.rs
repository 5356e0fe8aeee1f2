//! The head of every page: who we are, who is logged in, the language, the way around.

use domain::language::Language;
use domain::people::Role;
use domain::view::Viewer;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::art::brand_mark;
use super::icon::{Icon, icon};
use crate::api::site::Site;
use crate::app::SiteResource;
use crate::words::{Words, use_words};

#[component]
pub fn SiteHeader() -> impl IntoView {
    let words = use_words();
    let site = expect_context::<SiteResource>();
    view! {
        <a class="skip-link" href="#main" rel="external">{words.site_skip_link()}</a>
        <Suspense>
            {move || Suspend::new(async move { site.await.ok().map(|site| header(words, site)) })}
        </Suspense>
    }
}

fn header(words: Words, site: Site) -> impl IntoView {
    let home = site.viewer.home();
    let logged_in = !matches!(site.viewer, Viewer::Anonymous);
    view! {
        {site.demo.then(|| demo_ribbon(words))}
        <header class="site-header">
            <div class="site-header__bar">
                <a class="brand site-header__brand" href=home>
                    {brand_mark()}
                    <span>
                        <span class="brand__name">{words.brand_name()}</span>
                        <span class="brand__sub">{words.brand_sub()}</span>
                    </span>
                    <span class="visually-hidden">{words.nav_home_link()}</span>
                </a>
                {person(words, &site.viewer)}
                {language_switch(words)}
                {logged_in.then(|| view! {
                    <form class="site-header__logout" method="post" action="/logout">
                        <button class="button button--quiet">{words.nav_log_out()}</button>
                    </form>
                })}
            </div>
            {navigation(words, &site)}
        </header>
    }
}

/// Who is logged in; an account's name leads to it.
fn person(words: Words, viewer: &Viewer) -> Option<AnyView> {
    match viewer {
        Viewer::Anonymous => None,
        Viewer::Account { name, .. } => {
            let pathname = use_location().pathname;
            let current = move || (pathname.get() == "/account").then_some("page");
            let account = view! {
                <a class="account-link site-header__person" href="/account" aria-current=current>
                    <span class="visually-hidden">{words.account_link()}</span>
                    {name.clone()}
                </a>
            };
            Some(account.into_any())
        }
        Viewer::Student { name } => {
            let student = view! {
                <p class="site-header__person">
                    <span class="visually-hidden">{words.nav_logged_in_as()}</span>
                    {name.clone()}
                </p>
            };
            Some(student.into_any())
        }
    }
}

fn demo_ribbon(words: Words) -> impl IntoView {
    view! {
        <aside class="demo-ribbon" aria-label=words.demo_ribbon_who()>
            {words.demo_ribbon()}
            " "
            <a href="/demo">{words.demo_ribbon_who()}</a>
        </aside>
    }
}

fn language_switch(words: Words) -> impl IntoView {
    let current = words.0;
    let location = use_location();
    let here = move || match location.search.get().trim_start_matches('?') {
        "" => location.pathname.get(),
        search => format!("{}?{search}", location.pathname.get()),
    };
    let choices = Language::ALL.map(|language| {
        view! {
            <button
                class="language__choice"
                name="language"
                value=language.tag()
                lang=language.tag()
                aria-current=(language == current).then_some("true")
            >
                {language.own_name()}
            </button>
        }
    });
    view! {
        <details class="language site-header__language">
            <summary class="language__toggle">
                {icon(Icon::Globe)}
                <span class="visually-hidden">{words.language_label()}" "</span>
                <span>{current.own_name()}</span>
            </summary>
            <form class="language__menu" method="post" action="/language" aria-label=words.language_choose()>
                <input type="hidden" name="back" value=here/>
                {choices.into_iter().collect_view()}
            </form>
        </details>
    }
}

fn navigation(words: Words, site: &Site) -> Option<impl IntoView + use<>> {
    let links: Vec<(&'static str, &'static str, Icon)> = match &site.viewer {
        Viewer::Account { role: Role::Family, .. } => vec![
            ("/home", words.nav_home(), Icon::Home),
            ("/entries", words.nav_entries(), Icon::List),
            ("/entries/new", words.nav_new(), Icon::Pen),
            ("/applications", words.nav_applications(), Icon::Book),
        ],
        Viewer::Account { role, .. } if role.may_review() => {
            let mut links = vec![
                ("/staff", words.nav_staff(), Icon::Home),
                ("/staff/entries", words.nav_review(), Icon::Book),
                ("/staff/students", words.nav_students(), Icon::List),
                ("/staff/applications", words.nav_requests(), Icon::Mail),
                ("/staff/suspensions", words.nav_suspensions(), Icon::Clock),
                ("/staff/programmes", words.nav_programmes(), Icon::Heart),
            ];
            if *role == Role::Head {
                links.push(("/staff/special-approvals", words.nav_special_approvals(), Icon::Check));
            }
            links.push(("/staff/reports", words.nav_reports(), Icon::List));
            if *role == Role::Head {
                links.push(("/staff/audit", words.nav_audit(), Icon::Book));
            }
            links
        }
        Viewer::Account { role: Role::Operator, .. } => vec![
            ("/operator/institutions", words.nav_institutions(), Icon::Home),
            ("/operator/jobs", words.nav_jobs(), Icon::Clock),
            ("/staff/retention", words.nav_retention(), Icon::Trash),
            ("/staff/feedback", words.nav_feedback(), Icon::Mail),
            ("/staff/audit", words.nav_audit(), Icon::Book),
        ],
        Viewer::Account { .. } => vec![
            ("/staff", words.nav_staff(), Icon::Home),
            ("/staff/students", words.nav_students(), Icon::List),
            ("/staff/accounts", words.nav_accounts(), Icon::List),
            ("/staff/settings", words.nav_settings(), Icon::Pen),
            ("/staff/feedback", words.nav_feedback(), Icon::Mail),
            ("/staff/reports", words.nav_reports(), Icon::List),
            ("/staff/audit", words.nav_audit(), Icon::Book),
        ],
        Viewer::Anonymous if site.demo => vec![
            ("/demo", words.demo_title(), Icon::List),
            ("/demo/mailbox", words.mailbox_nav(), Icon::Mail),
            ("/demo/clock", words.clock_nav(), Icon::Clock),
        ],
        Viewer::Anonymous | Viewer::Student { .. } => Vec::new(),
    };
    if links.is_empty() {
        return None;
    }
    let pathname = use_location().pathname;
    let items = links.into_iter().map(|(href, label, picture)| {
        let current = move || (pathname.get() == href).then_some("page");
        view! {
            <li>
                <a class="site-nav__link" href=href aria-current=current>
                    {icon(picture)}
                    {label}
                </a>
            </li>
        }
    });
    Some(view! {
        <nav class="site-nav" aria-label=words.nav_label()>
            <ul class="site-nav__list" role="list">{items.collect_view()}</ul>
        </nav>
    })
}
