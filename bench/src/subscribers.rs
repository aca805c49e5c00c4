//! Ten thousand subscribers in one process of its own, as cheap as they can be: a socket each, and one thread that waits for all.
//!
//! The process says `subscribed` when each has been told where it begins. Then, for a line of input, it publishes events one after
//! the other, each when all have the one before, and says how long each of them took to each subscriber.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use mio::{Events, Interest, Poll, Token, net::TcpStream as Socket};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::client;

/// How many connections are being opened at the same time: the system keeps only so many waiting at the server's door.
const OPENING: usize = 256;

/// How many events are published and not counted, so that everything has been done once.
const WARM_UP: usize = 2;

/// How many events are published.
const EVENTS: usize = 30;

/// The pause after each.
const PAUSE: Duration = Duration::from_millis(50);

/// How long a server may be silent before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// By which transport they read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transport {
    EventStream,
    WebSocket,
}

impl Transport {
    fn name(self) -> &'static str {
        match self {
            Self::EventStream => "stream",
            Self::WebSocket => "socket",
        }
    }

    fn named(name: &str) -> Result<Self> {
        let all = [Self::EventStream, Self::WebSocket];
        let found = all.into_iter().find(|transport| transport.name() == name);
        found.with_context(|| format!("there is no transport `{name}`"))
    }

    fn request(self, server: SocketAddr, target: &str) -> String {
        let fields: &[(&str, &str)] = match self {
            Self::EventStream => &[("Accept", "text/event-stream")],
            Self::WebSocket => &[
                ("Connection", "Upgrade"),
                ("Upgrade", "websocket"),
                ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ],
        };
        client::request(server, target, fields)
    }

    fn status(self) -> &'static [u8] {
        match self {
            Self::EventStream => b"HTTP/1.1 200 ",
            Self::WebSocket => b"HTTP/1.1 101 ",
        }
    }
}

/// What the delivery of events was like.
pub(crate) struct Delivery {
    /// From the moment an event was sent to the server to its arrival at a subscriber, of all events and subscribers, in
    /// microseconds, sorted.
    times: Vec<u32>,
}

impl Delivery {
    /// The time within which so many of a thousand deliveries were made, in milliseconds.
    pub(crate) fn within_ms(&self, of_thousand: usize) -> f64 {
        let index = (self.times.len() - 1) * of_thousand / 1_000;
        f64::from(self.times[index]) / 1e3
    }
}

/// The process of the subscribers, which ends with this value.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts it, and returns when all are subscribed.
    pub(crate) fn start(
        server: SocketAddr,
        topic: &str,
        transport: Transport,
        count: usize,
        bearer: &str,
    ) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["subscribe", &server.to_string(), topic, transport.name()])
            .args([&count.to_string(), bearer])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().context("the child's input is piped")?;
        let output = child.stdout.take().context("the child's output is piped")?;
        let output = BufReader::new(output);
        let mut process = Self { child, input, output };
        let line = process.line()?;
        ensure!(line == "subscribed", "the subscribers said `{line}`");
        Ok(process)
    }

    /// Has events published, and returns when all have got them.
    pub(crate) fn publish(&mut self) -> Result<Delivery> {
        self.input.write_all(b"publish\n")?;
        let mut times = Vec::new();
        for time in self.line()?.split_whitespace() {
            times.push(time.parse()?);
        }
        ensure!(!times.is_empty(), "nothing was delivered");
        times.sort_unstable();
        Ok(Delivery { times })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the process does.
pub(crate) fn run(mut args: impl Iterator<Item = String>) -> Result<()> {
    let mut next = |what: &str| args.next().with_context(|| format!("subscribe needs {what}"));
    let server: SocketAddr = next("a server")?.parse()?;
    let topic = next("a topic")?;
    let transport = Transport::named(&next("a transport")?)?;
    let count = next("a number")?.parse()?;
    let bearer = next("a login")?;
    raise_descriptors();

    let mut crowd = Crowd::new(server, transport, count)?;
    crowd.subscribe(&transport.request(server, &format!("/v1/feeds/{topic}")))?;
    println!("subscribed");
    std::io::stdin().lock().read_line(&mut String::new())?;

    let sandbox = topic
        .strip_prefix("sandbox.")
        .context("the topic is that of a sandbox")?;
    let times = crowd.publish(Publisher::new(server, sandbox, &bearer)?)?;
    let times: Vec<String> = times.iter().map(ToString::to_string).collect();
    println!("{}", times.join(" "));
    Ok(())
}

/// Each subscriber is a descriptor, and many systems start a process with a limit of 1,024.
fn raise_descriptors() {
    let maximum = getrlimit(Resource::Nofile).maximum;
    let current = maximum;
    // Where that is not allowed, the first connection too many says so.
    let _ = setrlimit(Resource::Nofile, Rlimit { current, maximum });
}

/// All subscribers.
struct Crowd {
    server: SocketAddr,
    transport: Transport,
    poll: Poll,
    subscribers: Vec<Subscriber>,
    count: usize,
}

struct Subscriber {
    socket: Socket,
    head: Head,
    /// What came and is not whole yet.
    rest: Vec<u8>,
    /// How many events have come, that of the beginning included.
    events: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Unsent,
    Awaited,
    Read,
}

impl Crowd {
    fn new(server: SocketAddr, transport: Transport, count: usize) -> Result<Self> {
        Ok(Self {
            server,
            transport,
            poll: Poll::new()?,
            subscribers: Vec::with_capacity(count),
            count,
        })
    }

    /// Opens all connections, and returns when each has got its first event.
    fn subscribe(&mut self, request: &str) -> Result<()> {
        let mut events = Events::with_capacity(1024);
        let mut ready = 0;
        while ready < self.count {
            while self.subscribers.len() < self.count && self.subscribers.len() - ready < OPENING {
                let mut socket = Socket::connect(self.server)?;
                let token = Token(self.subscribers.len());
                let interest = Interest::READABLE | Interest::WRITABLE;
                self.poll.registry().register(&mut socket, token, interest)?;
                self.subscribers.push(Subscriber {
                    socket,
                    head: Head::Unsent,
                    rest: Vec::new(),
                    events: 0,
                });
            }
            self.wait(&mut events)?;
            for event in &events {
                let subscriber = &mut self.subscribers[event.token().0];
                if event.is_writable() && subscriber.head == Head::Unsent {
                    subscriber
                        .socket
                        .write_all(request.as_bytes())
                        .context("a connection was refused")?;
                    subscriber.head = Head::Awaited;
                }
                let before = subscriber.events;
                subscriber.read(self.transport)?;
                if before == 0 && subscriber.events > 0 {
                    ready += 1;
                }
            }
        }
        Ok(())
    }

    /// Publishes, and gives how long each event took to each subscriber, in microseconds.
    fn publish(&mut self, publisher: Publisher) -> Result<Vec<u32>> {
        let began = Instant::now();
        let sent = Arc::new(AtomicU64::new(0));
        let (go, turns) = std::sync::mpsc::channel::<()>();
        let publishing = {
            let sent = Arc::clone(&sent);
            thread::spawn(move || publisher.run(&turns, began, &sent))
        };
        let mut events = Events::with_capacity(1024);
        let mut times = Vec::with_capacity(self.count * EVENTS);
        for number in 1..=WARM_UP + EVENTS {
            thread::sleep(PAUSE);
            let target = number + 1;
            let mut missing: usize = self.count;
            go.send(()).context("the publisher has ended")?;
            while missing > 0 {
                self.wait(&mut events)?;
                for event in &events {
                    let subscriber = &mut self.subscribers[event.token().0];
                    let before = subscriber.events;
                    subscriber.read(self.transport)?;
                    if before < target && subscriber.events >= target {
                        missing -= 1;
                        let now = u64::try_from(began.elapsed().as_micros())?;
                        let took = now.saturating_sub(sent.load(Ordering::Acquire));
                        if number > WARM_UP {
                            times.push(u32::try_from(took)?);
                        }
                    }
                }
            }
        }
        drop(go);
        publishing
            .join()
            .map_err(|_| anyhow::anyhow!("the publisher has panicked"))??;
        Ok(times)
    }

    fn wait(&mut self, events: &mut Events) -> Result<()> {
        self.poll.poll(events, Some(PATIENCE))?;
        ensure!(!events.is_empty(), "the server is silent");
        Ok(())
    }
}

impl Subscriber {
    /// Reads all that is there.
    fn read(&mut self, transport: Transport) -> Result<()> {
        let mut chunk = [0; 4096];
        loop {
            match self.socket.read(&mut chunk) {
                Ok(0) => bail!(
                    "the server has closed a connection: {}",
                    String::from_utf8_lossy(&self.rest)
                ),
                Ok(count) => {
                    self.take(transport, &chunk[..count])?;
                    // Less than there is room for is all that there is (epoll(7)), and the system need not be asked again.
                    if count < chunk.len() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == std::io::ErrorKind::NotConnected => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn take(&mut self, transport: Transport, bytes: &[u8]) -> Result<()> {
        self.rest.extend_from_slice(bytes);
        if self.head != Head::Read {
            let Some(end) = memchr::memmem::find(&self.rest, b"\r\n\r\n") else {
                return Ok(());
            };
            ensure!(
                self.rest.starts_with(transport.status()),
                "the server answered {}",
                String::from_utf8_lossy(&self.rest)
            );
            self.rest.drain(..end + 4);
            self.head = Head::Read;
        }
        match transport {
            Transport::EventStream => self.take_stream(),
            Transport::WebSocket => self.take_frames()?,
        }
        if self.rest.is_empty() {
            self.rest = Vec::new();
        }
        Ok(())
    }

    /// Comments have no such field. Where chunks begin and end does not matter: the server never cuts an event in two.
    fn take_stream(&mut self) {
        while let Some(end) = memchr::memmem::find(&self.rest, b"\n\n") {
            if memchr::memmem::find(&self.rest[..end], b"\ndata: ").is_some() {
                self.events += 1;
            }
            self.rest.drain(..end + 2);
        }
    }

    fn take_frames(&mut self) -> Result<()> {
        loop {
            let (header, length) = match *self.rest.as_slice() {
                [_, 126, high, low, ..] => (4, usize::from(u16::from_be_bytes([high, low]))),
                [_, 126 | 127, ..] | [] | [_] => return Ok(()),
                [_, length, ..] => (2, usize::from(length)),
            };
            if self.rest.len() < header + length {
                return Ok(());
            }
            match self.rest[0] {
                0x81 => self.events += 1,
                // A ping, which has nothing in it, and is to be answered with a frame that is masked with zeros.
                0x89 => self.socket.write_all(&[0x8a, 0x80, 0, 0, 0, 0])?,
                other => bail!("a frame that begins with {other:#x}"),
            }
            self.rest.drain(..header + length);
        }
    }
}

/// Who says something.
struct Publisher {
    stream: TcpStream,
    request: String,
}

impl Publisher {
    fn new(server: SocketAddr, sandbox: &str, bearer: &str) -> Result<Self> {
        let message = r#"{"room": "lobby", "text": "Shall we look at the waterfall of the second request?"}"#;
        let stream = TcpStream::connect(server)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self {
            stream,
            request: format!(
                "POST /api/messages HTTP/1.1\r\nHost: {server}\r\nAuthorization: {bearer}\r\nSandbox: {sandbox}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{message}",
                message.len()
            ),
        })
    }

    /// Publishes an event at each turn.
    fn run(mut self, turns: &std::sync::mpsc::Receiver<()>, began: Instant, sent: &AtomicU64) -> Result<()> {
        let mut answer = Vec::new();
        while turns.recv().is_ok() {
            sent.store(u64::try_from(began.elapsed().as_micros())?, Ordering::Release);
            self.stream.write_all(self.request.as_bytes())?;
            answer.clear();
            while client::end_of_response(&answer)?.is_none() {
                let mut chunk = [0; 4096];
                let count = self.stream.read(&mut chunk).context("the server is silent")?;
                ensure!(count > 0, "the server closed the connection");
                answer.extend_from_slice(&chunk[..count]);
            }
            ensure!(
                answer.starts_with(b"HTTP/1.1 201 "),
                "{}",
                String::from_utf8_lossy(&answer)
            );
        }
        Ok(())
    }
}
