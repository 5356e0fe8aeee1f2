//! Tests only, in `all`.
