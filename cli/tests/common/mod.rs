//! A directory to call the command in.

#![allow(dead_code, reason = "each file of tests uses what it needs of it")]

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use serde_json::Value;
use tempfile::TempDir;

pub struct Call {
    directory: TempDir,
}

impl Call {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Call { directory }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = onrecord();
        command.current_dir(&self.directory).arg("tag").args(args);
        command
    }

    pub fn tag(&self, args: &[&str]) -> Assert {
        self.command(args).assert()
    }

    pub fn stderr(&self, result: &Assert) -> String {
        String::from_utf8(result.get_output().stderr.clone()).unwrap()
    }
}

pub fn onrecord() -> Command {
    let mut command = Command::cargo_bin("onrecord").unwrap();
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// The JSON objects on standard output.
pub fn lines(result: &Assert) -> Vec<Value> {
    let stdout = String::from_utf8(result.get_output().stdout.clone()).unwrap();
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
