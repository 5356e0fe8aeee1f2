//! The pages, one file each. A browser loads the code of an area when it is opened, so that a family's old phone
//! downloads nothing of the staff's.

use leptos::prelude::AnyView;
#[cfg(feature = "hydrate")]
use leptos::prelude::IntoAny;
use leptos_router::LazyRoute;

/// An area of pages whose code a browser loads together, when one of them is opened. `$view` draws the page that
/// stands at the address.
macro_rules! area {
    ($(#[$doc:meta])* $area:ident, $view:expr) => {
        $(#[$doc])*
        pub struct $area;

        #[leptos_router::lazy_route]
        impl leptos_router::LazyRoute for $area {
            fn data() -> Self {
                Self
            }

            fn view(_this: Self) -> leptos::prelude::AnyView {
                $view
            }
        }
    };
}

/// An area that also says what stands in the staff's part of the texts: they arrive beside its code.
pub struct WithStaffWords<Area>(Area);

impl<Area: LazyRoute> LazyRoute for WithStaffWords<Area> {
    fn data() -> Self {
        Self(Area::data())
    }

    #[cfg(feature = "hydrate")]
    async fn view(this: Self) -> AnyView {
        if crate::words::arrive(crate::words::Part::Staff).await {
            Area::view(this.0).await
        } else {
            trouble::TroublePage(trouble::TroublePageProps {
                trouble: trouble::Trouble::Failed(String::new()),
            })
            .into_any()
        }
    }

    #[cfg(not(feature = "hydrate"))]
    async fn view(this: Self) -> AnyView {
        Area::view(this.0).await
    }

    async fn preload() {
        #[cfg(feature = "hydrate")]
        futures_util::future::join(Area::preload(), crate::words::arrive(crate::words::Part::Staff)).await;
        #[cfg(not(feature = "hydrate"))]
        Area::preload().await;
    }
}

/// The segments of the address, such as `["entries", "0193…", "edit"]`.
fn segments() -> Vec<String> {
    use leptos::prelude::GetUntracked;

    let path = leptos_router::hooks::use_location().pathname.get_untracked();
    path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

pub mod trouble;
pub mod landing;
pub mod login;
pub mod register;
pub mod home;
pub mod suspended;
pub mod entries;
pub mod applications;
pub mod account;
pub mod student;
pub mod staff;
pub mod demo;
