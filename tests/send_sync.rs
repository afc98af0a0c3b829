//! Every public type can be sent to and shared between threads.

use onrecord::{attribution, changes, explain, gazetteer, interchange, output, rules, text, words};

/// Does not compile where one of the types is not `Send + Sync`.
macro_rules! assert_send_sync {
    ($($type:ty),* $(,)?) => {
        const _: () = {
            const fn check<T: Send + Sync>() {}
            $(check::<$type>();)*
        };
    };
}

assert_send_sync!(
    onrecord::Attribution,
    onrecord::BuildError,
    onrecord::Candidate,
    onrecord::Document<'static>,
    onrecord::Entity,
    onrecord::EntityId,
    onrecord::Label,
    onrecord::LoadError,
    onrecord::Mention,
    onrecord::MentionKind,
    onrecord::Model,
    onrecord::Only,
    onrecord::QuotationKind,
    onrecord::Scratch,
    onrecord::Span,
    onrecord::Tagger,
    onrecord::TaggerBuilder,
    attribution::Complement,
    attribution::Cue,
    attribution::CueKind,
    attribution::CueLexicon,
    attribution::VerbForm,
    changes::Change,
    explain::Explanation<'static>,
    gazetteer::Case,
    gazetteer::Entry<'static>,
    gazetteer::EntryId,
    gazetteer::Flags,
    gazetteer::Gazetteer,
    gazetteer::GazetteerBuilder<'static>,
    gazetteer::Gender,
    gazetteer::Hit,
    gazetteer::HitForm,
    gazetteer::List,
    gazetteer::ListSource,
    gazetteer::Overlap,
    gazetteer::Sizes,
    gazetteer::import::Import,
    gazetteer::import::ImportOptions,
    gazetteer::import::Imported,
    gazetteer::import::Reject,
    interchange::AnnotatedText<'static>,
    interchange::InterchangeError,
    output::AttributionRecord<'static>,
    output::CandidateRecord<'static>,
    output::EntityRecord<'static>,
    output::LineColumn,
    output::MentionRecord<'static>,
    output::OffsetMap<'static>,
    output::Offsets,
    output::Pretty,
    output::Record<'static>,
    rules::Diagnostic,
    rules::MutationReport,
    rules::RuleError,
    rules::RuleSet,
    rules::TestReport,
    rules::WhyNot,
    text::Paragraph,
    text::ParagraphKind,
    text::Quotation,
    text::Sentence,
    text::Shape,
    text::Token,
    text::TokenKind,
    text::Views,
    words::Classes,
    words::Phrases<'static>,
    words::Reading,
    words::Tag,
    words::Word,
);

#[test]
fn one_tagger_serves_many_threads() {
    let tagger = onrecord::Tagger::default();
    let text = "“Zoë was here,” Ann Müller said.";
    let alone = tagger.tag(text);
    assert_eq!(&text[alone.attributions[0].source[0]], "Ann Müller");
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(|| tagger.tag(text))).collect();
        for other in others {
            assert_eq!(other.join().unwrap(), alone);
        }
    });
}
