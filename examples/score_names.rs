//! Scores names (not for the repository).
use onrecord::{gazetteer::Gazetteer, mentions, text::Views, words};
use std::io::{BufRead, Write};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bench = std::env::args().nth(2).is_some();
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let g = Gazetteer::bundled();
    let docs: Vec<serde_json::Value> = file
        .lines()
        .map(|l| serde_json::from_str(&l.unwrap()).unwrap())
        .collect();
    let (mut tags, mut hits) = (vec![], vec![]);
    let mut views = Views::default();
    let (mut t, mut bytes, mut n) = ([0u128; 4], 0, 0);
    for _ in 0..if bench { 5 } else { 1 } {
        for d in &docs {
            let text = d["text"].as_str().unwrap();
            let t0 = std::time::Instant::now();
            views.read(text);
            let t1 = std::time::Instant::now();
            words::tag(text, &views, &mut tags);
            let t2 = std::time::Instant::now();
            g.find(text, &mut hits);
            let t3 = std::time::Instant::now();
            let found = mentions::find(text, &views, &tags, g, &hits);
            let t4 = std::time::Instant::now();
            for (i, (a, b)) in [(t0, t1), (t1, t2), (t2, t3), (t3, t4)].iter().enumerate() {
                t[i] += (*b - *a).as_nanos();
            }
            bytes += text.len();
            n += found.len();
            if bench {
                continue;
            }
            let mut at = vec![0u32; text.len() + 1];
            let mut n = 0;
            for (i, c) in text.char_indices() {
                at[i] = n;
                n += 1;
                let _ = c;
            }
            at[text.len()] = n;
            let ms: Vec<_> = found.iter().map(|m| serde_json::json!({"start": at[m.span.start as usize], "end": at[m.span.end as usize], "text": &text[m.span], "label": m.label.as_str(), "kind": m.kind.as_str(), "score": m.score, "by": m.by})).collect();
            writeln!(
                out,
                "{}",
                serde_json::json!({"id": d["id"], "mentions": ms})
            )
            .unwrap();
        }
    }
    if bench {
        for (name, t) in ["views", "words", "match", "mentions"].iter().zip(t) {
            eprintln!("{name}: {:.1} MB/s", bytes as f64 / t as f64 * 1e3);
        }
        eprintln!("{n} mentions in {bytes} bytes");
    }
}
