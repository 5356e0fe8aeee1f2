//! An S3-compatible server of a test's own, `server/tests/s3/server.py`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use server::files::store::Bucket;

use crate::mail_server::tool;

/// Stopped when it is dropped.
pub struct ObjectServer {
    process: Child,
    port: String,
}

impl ObjectServer {
    /// With these buckets, empty.
    pub fn with(buckets: &[&str]) -> Self {
        let mut process = Command::new(tool("s3").join("python/bin/python"))
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/s3/server.py"))
            .args(buckets)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("There is no S3-compatible server: `scripts/test` installs it, or `scripts/setup-s3`.");
        let mut port = String::new();
        let output = process.stdout.as_mut().expect("piped");
        BufReader::new(output).read_line(&mut port).expect("a port");
        assert!(!port.is_empty(), "the S3-compatible server did not start");
        Self { process, port: port.trim().to_owned() }
    }

    pub fn bucket(&self, name: &str) -> Bucket {
        Bucket {
            name: name.to_owned(),
            endpoint: Some(format!("http://127.0.0.1:{}", self.port)),
            region: "us-east-1".to_owned(),
            access_key: "test".to_owned(),
            secret_key: "test".to_owned(),
        }
    }

    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for ObjectServer {
    fn drop(&mut self) {
        self.stop();
    }
}
