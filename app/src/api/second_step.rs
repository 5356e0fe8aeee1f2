//! The second step of the staff's log-in: a code, or setting up where codes come from.

use domain::people::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::PageError;
use crate::refusal::SecretRefusal;

/// What a program that makes codes needs to know (RFC 6238).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorSetup {
    /// Base32 in groups of four, to be typed by hand.
    pub secret: String,
    /// `otpauth://…`, for a program on this same device.
    pub uri: String,
    /// The URI as a QR code.
    pub qr: QrCode,
}

/// A QR code as the `d` of an SVG path, in a square of `size` × `size` modules with its quiet zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    pub size: u32,
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondStep {
    /// Nobody has just given a right password, or it is too long ago.
    Over,
    /// Type the code that your program shows.
    Code { refused: Option<SecretRefusal> },
    /// This account has no program yet.
    SetUp { setup: SecondFactorSetup, refused: Option<SecretRefusal> },
    /// It is set up: codes for the day when the phone is lost, shown this once.
    RecoveryCodes { codes: Vec<String>, role: Role },
}

#[server(name = LoadSecondStep, endpoint = "second-step")]
pub async fn second_step() -> Result<SecondStep, PageError> {
    use server::workflows::second_factor::{Stage, stage};

    use crate::context::{NewRecoveryCodes, failed, visit};
    use crate::refusal::Refusal;

    let visit = visit()?;
    if let Some(codes) = use_context::<NewRecoveryCodes>() {
        return Ok(SecondStep::RecoveryCodes { codes: codes.0, role: codes.1 });
    }
    let refused = match &visit.refusal {
        Some(Refusal::Code(refusal)) => Some(*refusal),
        _ => None,
    };
    let Some(token) = &visit.second_step else { return Ok(SecondStep::Over) };
    let stage = stage(&visit.services, token).await.map_err(|error| failed(&visit, &error))?;
    Ok(match stage {
        Stage::Over => SecondStep::Over,
        Stage::Code => SecondStep::Code { refused },
        Stage::SetUp(setup) => SecondStep::SetUp {
            setup: SecondFactorSetup {
                secret: setup.secret,
                uri: setup.uri,
                qr: QrCode { size: setup.qr_size, path: setup.qr_path },
            },
            refused,
        },
    })
}
