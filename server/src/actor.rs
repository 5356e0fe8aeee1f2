//! Who is acting. A workflow takes the type it needs, so that it cannot be called without one.

use domain::id::{AccountId, InstitutionId, StudentId};
use domain::language::Language;
use domain::people::Role;
use domain::view::Viewer;

/// Whoever a request comes from, as its session says.
#[derive(Clone, Debug)]
pub enum Actor {
    Anonymous,
    Family(Family),
    Staff(Staff),
    Operator(Operator),
    Student(Student),
}

/// 家屬
#[derive(Clone, Debug)]
pub struct Family {
    id: AccountId,
    name: String,
    language: Language,
}

/// Anyone who works in an institution.
#[derive(Clone, Debug)]
pub struct Staff {
    id: AccountId,
    name: String,
    language: Language,
    role: Role,
    institution: InstitutionId,
}

/// 審核人員: staff who may decide. A head is one too.
#[derive(Clone, Debug)]
pub struct Reviewer {
    id: AccountId,
    institution: InstitutionId,
}

/// 機關首長: staff who alone may suspend a family and approve specially.
#[derive(Clone, Debug)]
pub struct Head {
    id: AccountId,
    institution: InstitutionId,
}

/// Whoever holds an account, family or staff: for what everybody may do with their own.
#[derive(Clone, Debug)]
pub struct Holder {
    id: AccountId,
    role: Role,
}

/// The institution's admin.
#[derive(Clone, Debug)]
pub struct Admin {
    id: AccountId,
    institution: InstitutionId,
}

/// Who may read the audit: the head and the institution's admin, and the operator what operators did.
#[derive(Clone, Debug)]
pub struct Auditor {
    role: Role,
    institution: InstitutionId,
}

/// 矯正署: whoever runs the installation. The institution is the authority's own, in which no student is.
#[derive(Clone, Debug)]
pub struct Operator {
    id: AccountId,
    name: String,
    language: Language,
    institution: InstitutionId,
}

/// Who looks after things: the institution's admin; the operator, after what belongs to none.
#[derive(Clone, Debug)]
pub struct Keeper {
    id: AccountId,
    institution: InstitutionId,
}

/// 學生, at the terminal.
#[derive(Clone, Debug)]
pub struct Student {
    id: StudentId,
    institution: InstitutionId,
    name: String,
}

impl Actor {
    /// The language of the account; students and strangers have none of their own.
    pub fn language(&self) -> Option<Language> {
        match self {
            Self::Family(family) => Some(family.language),
            Self::Staff(staff) => Some(staff.language),
            Self::Operator(operator) => Some(operator.language),
            Self::Student(_) | Self::Anonymous => None,
        }
    }

    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Family(family) => Some(family.id),
            Self::Staff(staff) => Some(staff.id),
            Self::Operator(operator) => Some(operator.id),
            Self::Student(_) | Self::Anonymous => None,
        }
    }

    pub fn viewer(&self) -> Viewer {
        match self {
            Self::Anonymous => Viewer::Anonymous,
            Self::Family(family) => Viewer::Account { name: family.name.clone(), role: Role::Family },
            Self::Staff(staff) => Viewer::Account { name: staff.name.clone(), role: staff.role },
            Self::Operator(operator) => Viewer::Account { name: operator.name.clone(), role: Role::Operator },
            Self::Student(student) => Viewer::Student { name: student.name.clone() },
        }
    }

    pub fn family(&self) -> Option<&Family> {
        match self {
            Self::Family(family) => Some(family),
            _ => None,
        }
    }

    pub fn staff(&self) -> Option<&Staff> {
        match self {
            Self::Staff(staff) => Some(staff),
            _ => None,
        }
    }

    pub fn reviewer(&self) -> Option<Reviewer> {
        self.staff().and_then(Staff::reviewer)
    }

    pub fn head(&self) -> Option<Head> {
        self.staff().and_then(Staff::head)
    }

    pub fn admin(&self) -> Option<Admin> {
        let staff = self.staff().filter(|staff| staff.role == Role::Admin)?;
        Some(Admin { id: staff.id, institution: staff.institution })
    }

    pub fn operator(&self) -> Option<&Operator> {
        match self {
            Self::Operator(operator) => Some(operator),
            _ => None,
        }
    }

    pub fn keeper(&self) -> Option<Keeper> {
        let of_operator = |operator: &Operator| Keeper { id: operator.id, institution: operator.institution };
        let of_admin = |admin: Admin| Keeper { id: admin.id, institution: admin.institution };
        self.operator().map(of_operator).or_else(|| self.admin().map(of_admin))
    }

    pub fn auditor(&self) -> Option<Auditor> {
        if let Self::Operator(operator) = self {
            return Some(Auditor { role: Role::Operator, institution: operator.institution });
        }
        let staff = self.staff().filter(|staff| matches!(staff.role, Role::Head | Role::Admin))?;
        Some(Auditor { role: staff.role, institution: staff.institution })
    }

    pub fn holder(&self) -> Option<Holder> {
        match self {
            Self::Family(family) => Some(Holder { id: family.id, role: Role::Family }),
            Self::Staff(staff) => Some(Holder { id: staff.id, role: staff.role }),
            Self::Operator(operator) => Some(Holder { id: operator.id, role: Role::Operator }),
            Self::Student(_) | Self::Anonymous => None,
        }
    }

    pub fn student(&self) -> Option<&Student> {
        match self {
            Self::Student(student) => Some(student),
            _ => None,
        }
    }
}

impl Family {
    pub fn holder(&self) -> Holder {
        Holder { id: self.id, role: Role::Family }
    }

    pub(crate) fn new(id: AccountId, name: String, language: Language) -> Self {
        Self { id, name, language }
    }

    pub fn id(&self) -> AccountId {
        self.id
    }
}

impl Staff {
    pub(crate) fn new(
        id: AccountId,
        name: String,
        language: Language,
        role: Role,
        institution: InstitutionId,
    ) -> Self {
        Self { id, name, language, role, institution }
    }

    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }

    pub fn role(&self) -> Role {
        self.role
    }

    pub fn head(&self) -> Option<Head> {
        (self.role == Role::Head).then_some(Head { id: self.id, institution: self.institution })
    }

    pub fn reviewer(&self) -> Option<Reviewer> {
        self.role.may_review().then_some(Reviewer { id: self.id, institution: self.institution })
    }
}

impl Keeper {
    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

impl Operator {
    pub(crate) fn new(id: AccountId, name: String, language: Language, institution: InstitutionId) -> Self {
        Self { id, name, language, institution }
    }

    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

impl Reviewer {
    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

impl Head {
    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

impl Holder {
    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn role(&self) -> Role {
        self.role
    }
}

impl Admin {
    pub fn id(&self) -> AccountId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

impl Auditor {
    pub fn role(&self) -> Role {
        self.role
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}

impl Student {
    pub(crate) fn new(id: StudentId, institution: InstitutionId, name: String) -> Self {
        Self { id, institution, name }
    }

    pub fn id(&self) -> StudentId {
        self.id
    }

    pub fn institution(&self) -> InstitutionId {
        self.institution
    }
}
