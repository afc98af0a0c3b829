//! Work on many documents at the same time that comes out in the order in which it went in.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::Duration;

/// How many tasks wait in front of each worker: enough to even out long and short documents, and few enough to hold little in memory.
const WAITING: usize = 8;

/// A worker takes what waits up to so many bytes at once and hands on its results together: to wake a thread costs as much as to tag
/// a short document.
const AT_ONCE: usize = 64 << 10;

/// What the results go to.
pub trait Sink<R> {
    /// Takes the next result. After an error no more come.
    fn take(&mut self, result: R) -> io::Result<()>;

    /// No result is ready: a good time to flush. Called now and then as long as there is none.
    fn idle(&mut self) -> io::Result<()>;
}

/// Gives the tasks that `produce` makes to the workers in turn, and collects from them in turn, so that the order is
/// kept without counting and what is in flight is bounded.
///
/// `produce` gets a function that takes a task and says whether to go on; `size` says about how many bytes a task has; `worker` makes what
/// one thread works with.
pub fn run<T: Send, R: Send, W: FnMut(T) -> R>(
    threads: usize,
    produce: impl FnOnce(&mut dyn FnMut(T) -> bool) + Send,
    size: fn(&T) -> usize,
    worker: impl Fn() -> W + Sync,
    sink: &mut dyn Sink<R>,
) -> io::Result<()> {
    thread::scope(|scope| {
        let mut tasks: Vec<SyncSender<T>> = Vec::new();
        let mut results: Vec<(Receiver<Vec<R>>, VecDeque<R>)> = Vec::new();
        for _ in 0..threads {
            let (task_in, task_out) = sync_channel(WAITING);
            let (result_in, result_out) = sync_channel(1);
            tasks.push(task_in);
            results.push((result_out, VecDeque::new()));
            let worker = &worker;
            scope.spawn(move || {
                let mut work = worker();
                while let Some(batch) = waiting(&task_out, size) {
                    let done = batch.into_iter().map(&mut work).collect();
                    if result_in.send(done).is_err() {
                        break;
                    }
                }
            });
        }
        scope.spawn(move || {
            let mut turn = tasks.iter().cycle();
            produce(&mut |task| turn.next().is_some_and(|to| to.send(task).is_ok()));
        });
        // A worker without a result at its turn is one whose tasks are over, and so then are all. Leaving early drops
        // the receivers, which ends the workers and then the producer.
        for turn in (0..threads).cycle() {
            let (from, ready) = &mut results[turn];
            if ready.is_empty() {
                let Some(batch) = next(from, sink)? else {
                    break;
                };
                ready.extend(batch);
            }
            if let Some(result) = ready.pop_front() {
                sink.take(result)?;
            }
        }
        drop(results);
        sink.idle()
    })
}

/// The next task and those that wait behind it, up to [`AT_ONCE`]; none after the last.
fn waiting<T>(tasks: &Receiver<T>, size: fn(&T) -> usize) -> Option<Vec<T>> {
    let mut batch = vec![tasks.recv().ok()?];
    let mut bytes = size(&batch[0]);
    while bytes < AT_ONCE
        && let Ok(task) = tasks.try_recv()
    {
        bytes += size(&task);
        batch.push(task);
    }
    Some(batch)
}

/// How often a sink that waits is called.
const NOW_AND_THEN: Duration = Duration::from_millis(200);

fn next<R>(from: &Receiver<Vec<R>>, sink: &mut dyn Sink<R>) -> io::Result<Option<Vec<R>>> {
    match from.try_recv() {
        Ok(result) => return Ok(Some(result)),
        Err(TryRecvError::Disconnected) => return Ok(None),
        Err(TryRecvError::Empty) => {}
    }
    loop {
        sink.idle()?;
        match from.recv_timeout(NOW_AND_THEN) {
            Ok(result) => return Ok(Some(result)),
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Collect {
        results: Vec<u64>,
        stop_after: Option<usize>,
    }

    impl Sink<u64> for Collect {
        fn take(&mut self, result: u64) -> io::Result<()> {
            self.results.push(result);
            match self.stop_after {
                Some(n) if self.results.len() == n => Err(io::ErrorKind::BrokenPipe.into()),
                _ => Ok(()),
            }
        }

        fn idle(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn squares(threads: usize, n: u64, sink: &mut Collect) -> io::Result<()> {
        let produce = |take: &mut dyn FnMut(u64) -> bool| {
            let _ = (0..n).all(take);
        };
        let worker = || {
            |i: u64| {
                // The early ones take longest.
                (i..n.min(i + 1000)).for_each(|x| {
                    std::hint::black_box(x);
                });
                i * i
            }
        };
        run(threads, produce, |_| AT_ONCE / 3, worker, sink)
    }

    #[test]
    fn the_order_is_kept() {
        for threads in [1, 2, 7] {
            for n in [0, 1, 5, 500] {
                let mut sink = Collect::default();
                squares(threads, n, &mut sink).unwrap();
                let expected: Vec<u64> = (0..n).map(|i| i * i).collect();
                assert_eq!(sink.results, expected);
            }
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_an_endless_producer() {
        let mut sink = Collect {
            stop_after: Some(3),
            ..Collect::default()
        };
        let error = squares(2, u64::MAX, &mut sink).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        assert_eq!(sink.results, [0, 1, 4]);
    }
}
