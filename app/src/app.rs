//! The application: which page stands at which address.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

use crate::api::site::{Site, site};
use crate::components::connection::ConnectionWatch;
use crate::components::footer::SiteFooter;
use crate::components::header::SiteHeader;
use crate::components::navigation::notice_navigation;
use crate::error::PageError;
use crate::pages::trouble::{NotFoundPage, Trouble, TroublePage};
use crate::pages::{
    WithStaffWords, account, applications, demo, entries, landing, login, register, staff, student,
};
use crate::words::Words;
#[cfg(feature = "hydrate")]
use crate::{
    components::navigation::leave_links_to_the_browser_until_alive,
    words::{Part, arrive, page_language as language},
};

/// Who looks at which installation, the same on every page.
pub type SiteResource = Resource<Result<Site, PageError>>;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Words(language()));
    let site: SiteResource = Resource::new_blocking(|| (), |()| site());
    provide_context(site);

    if let Some(trouble) = use_context::<Trouble>() {
        return view! { <Router><SiteHeader/><TroublePage trouble/><SiteFooter/></Router> }.into_any();
    }
    view! {
        <Router>
            {notice_navigation()}
            <SiteHeader/>
            <ConnectionWatch/>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view={Lazy::<landing::FirstArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/login") view=login::LoginPage ssr=SsrMode::Async/>
                <Route path=path!("/login/totp") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/login/set-up") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/register") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/register/notice") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/verify") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/verify/sent") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/verify/resend") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/forgot") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/forgot/sent") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/reset") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/invitation") view={Lazy::<register::RegisterArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/home") view={Lazy::<entries::FamilyArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/entries") view={Lazy::<entries::FamilyArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/entries/new") view={Lazy::<entries::FamilyArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/entries/:id") view={Lazy::<entries::FamilyArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/entries/:id/edit") view={Lazy::<entries::FamilyArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/applications") view={Lazy::<applications::ApplicationsArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/applications/new") view={Lazy::<applications::ApplicationsArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/applications/:id") view={Lazy::<applications::ApplicationsArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account/profile") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account/email") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account/email/confirm") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account/password") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account/devices") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/account/close") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/feedback") view={Lazy::<account::AccountArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/student/login") view={Lazy::<student::StudentArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/student") view={Lazy::<student::StudentArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/student/entries/:id") view={Lazy::<student::StudentArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/student/entries/:id/reply") view={Lazy::<student::StudentArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/student/entries/:id/reply/look") view={Lazy::<student::StudentArea>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/operator/institutions") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/operator/institutions/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/operator/jobs") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/retention") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/accounts") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/feedback") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/students") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/students/import") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/students/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/applications") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/applications/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/audit") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/reports") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/settings") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/entries") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/students/:id/restrictions") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/restrictions") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/restrictions/new") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/restrictions/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/students/:id/suspension") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/students/:id/special-approval") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/special-approvals") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/poster") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/print-runs") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/print-runs/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/print-runs/:id/print") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/programmes") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/programmes/new") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/programmes/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/suspensions") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/suspensions/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/staff/entries/:id") view={Lazy::<WithStaffWords<staff::StaffArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/demo") view={Lazy::<WithStaffWords<demo::DemoArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/demo/mailbox") view={Lazy::<WithStaffWords<demo::DemoArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/demo/clock") view={Lazy::<WithStaffWords<demo::DemoArea>>::new()} ssr=SsrMode::Async/>
                <Route path=path!("/styleguide") view={Lazy::<WithStaffWords<demo::DemoArea>>::new()} ssr=SsrMode::Async/>
            </Routes>
            <SiteFooter/>
        </Router>
    }
    .into_any()
}

/// In the browser: once the texts are here, the page that the server drew comes to life. Without them it stays as it is.
#[cfg(feature = "hydrate")]
pub fn come_alive() {
    leave_links_to_the_browser_until_alive();
    wasm_bindgen_futures::spawn_local(async {
        if arrive(Part::Everyone).await {
            hydrate_lazy(App);
        }
    });
}

/// The server decides; the browser reads what the server wrote into `<html lang>`.
#[cfg(feature = "ssr")]
fn language() -> domain::language::Language {
    use_context::<crate::context::Visit>().map(|visit| visit.language).unwrap_or_default()
}

#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
fn language() -> domain::language::Language {
    domain::language::Language::default()
}
