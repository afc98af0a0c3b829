//! Runs every example of `docs/gazetteers.md`: a block that names a file writes it, one of `console` runs what follows `$` and compares
//! what is printed, stdout before stderr.

use std::fs;

use assert_cmd::Command;

const DOC: &str = include_str!("../../docs/gazetteers.md");

/// What a block's first line says, and its lines.
fn blocks() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut blocks = vec![];
    let mut lines = DOC.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((info, block));
        }
    }
    blocks
}

/// A line without the sizes of a compiled file, which another version of its format changes.
fn sizes_aside(line: &str) -> String {
    match line.contains(" a name)") {
        true => line.replace(|c: char| c.is_ascii_digit(), ""),
        false => line.to_owned(),
    }
}

#[test]
fn every_example_is_as_it_says() {
    let directory = tempfile::tempdir().unwrap();
    let (mut files, mut commands) = (0, 0);
    for (info, block) in blocks() {
        match info.split_once(' ') {
            Some((_, file)) => {
                // Tabs do not survive every editor.
                let content = block.join("\n").replace("<TAB>", "\t") + "\n";
                fs::write(directory.path().join(file), content).unwrap();
                files += 1;
            }
            None => {
                assert_eq!(info, "console");
                for step in block.split(|line| line.is_empty()) {
                    let words = step[0].strip_prefix("$ onrecord ").expect(step[0]);
                    let mut command = Command::cargo_bin("onrecord").unwrap();
                    command.current_dir(&directory);
                    let result = command.args(words.split(' ')).output().unwrap();
                    let printed = [result.stdout, result.stderr].map(|bytes| {
                        let text = String::from_utf8(bytes).unwrap();
                        text.lines().map(str::to_owned).collect::<Vec<_>>()
                    });
                    let printed = printed.concat();
                    assert_eq!(printed.len(), step.len() - 1, "{}", step[0]);
                    for (line, expected) in printed.iter().zip(&step[1..]) {
                        assert_eq!(sizes_aside(line), sizes_aside(expected), "{}", step[0]);
                    }
                    commands += 1;
                }
            }
        }
    }
    assert!(
        files >= 16 && commands >= 12,
        "{files} files, {commands} commands"
    );
}
