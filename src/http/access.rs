//! Who may use an address.

use server::Actor;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Anyone,
    Family,
    /// Reviewer, head and admin.
    Staff,
    /// Reviewer and head.
    Reviewer,
    /// 機關首長 alone.
    Head,
    Admin,
    /// 矯正署
    Operator,
    /// Admin and operator: whoever looks after things.
    Keeper,
    /// Head and admin; and the operator, of what operators did.
    Auditor,
    /// Family and staff: anyone with an account.
    Holder,
    Student,
    /// Anyone with a session.
    LoggedIn,
    /// Anyone, in the demo; in every other mode the address does not exist.
    Demo,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    /// Somebody has to log in first.
    LogIn,
    /// This person may not.
    No,
    /// There is no such address here.
    Nowhere,
}

impl Access {
    pub fn of(self, actor: &Actor, demo: bool) -> Answer {
        let allowed = match self {
            Self::Demo if !demo => return Answer::Nowhere,
            Self::Anyone | Self::Demo => true,
            Self::Family => actor.family().is_some(),
            Self::Staff => actor.staff().is_some(),
            Self::Reviewer => actor.reviewer().is_some(),
            Self::Head => actor.head().is_some(),
            Self::Admin => actor.admin().is_some(),
            Self::Operator => actor.operator().is_some(),
            Self::Keeper => actor.keeper().is_some(),
            Self::Auditor => actor.auditor().is_some(),
            Self::Holder => actor.holder().is_some(),
            Self::Student => actor.student().is_some(),
            Self::LoggedIn => !matches!(actor, Actor::Anonymous),
        };
        match (allowed, actor) {
            (true, _) => Answer::Yes,
            (false, Actor::Anonymous) => Answer::LogIn,
            (false, _) => Answer::No,
        }
    }
}
