//! What stands between clients and a node, and cuts connections after a number of bytes that chance chooses.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use fastrand::Rng;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{Instant, sleep_until, timeout},
};
use tokio_util::task::AbortOnDropHandle;

/// How long a connection that is not whole any more is left so before it is closed.
const LEFT_BROKEN: Duration = Duration::from_millis(300);

/// A proxy in front of a node. It ends with this value, and its connections with it.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    cuts: Arc<AtomicU64>,
    _accepting: AbortOnDropHandle<()>,
}

impl Proxy {
    /// Starts one on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(upstream: SocketAddr, chance: Rng) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let cuts = Arc::default();
        let accepting = tokio::spawn(accept(listener, upstream, Mutex::new(chance), Arc::clone(&cuts)));
        Ok(Self {
            address,
            cuts,
            _accepting: AbortOnDropHandle::new(accepting),
        })
    }

    /// How many connections it has cut.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        self.cuts.load(Ordering::Relaxed)
    }
}

/// How a connection ends.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// Both sides get a reset.
    Reset,
    /// Both sides are closed.
    Close,
    /// Whoever reads in this direction gets an end, and the other direction goes on for a while.
    Half,
    /// Nothing comes through for a while, and then both sides get a reset.
    Stall,
}

/// When and how a connection is cut.
#[derive(Clone, Copy, Debug)]
struct Fate {
    /// After so many bytes from the client.
    up: u64,
    /// After so many bytes from the server.
    down: u64,
    cut: Cut,
}

impl Fate {
    fn draw(chance: &mut Rng) -> Self {
        // As many are cut in their first bytes as in later ones: a request has some hundreds of bytes, a stream thousands.
        let mut bytes = |longest| (2.0_f64).powf(5.0 + chance.f64() * longest) as u64;
        let (mut up, mut down) = (bytes(9.0), bytes(11.0));
        // Some are not cut: an answer to a poll that is longer than all cuts would never come through.
        if chance.u8(..4) == 0 {
            (up, down) = (u64::MAX, u64::MAX);
        }
        let cut = match chance.u8(..8) {
            0 => Cut::Half,
            1 => Cut::Stall,
            2..5 => Cut::Close,
            _ => Cut::Reset,
        };
        Self { up, down, cut }
    }
}

async fn accept(listener: TcpListener, upstream: SocketAddr, chance: Mutex<Rng>, cuts: Arc<AtomicU64>) {
    let mut connections = JoinSet::new();
    loop {
        // An error concerns one connection, and clients come again.
        if let Ok((client, _)) = listener.accept().await {
            let fate = Fate::draw(&mut chance.lock().unwrap_or_else(PoisonError::into_inner));
            let cuts = Arc::clone(&cuts);
            connections.spawn(async move {
                // The error of either side ends both.
                if let Ok(true) = pass(client, upstream, fate).await {
                    cuts.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Passes on what comes, until an end or the cut. Gives whether it was cut.
async fn pass(mut client: TcpStream, upstream: SocketAddr, fate: Fate) -> Result<bool> {
    let Ok(mut server) = TcpStream::connect(upstream).await else {
        client.set_zero_linger()?;
        return Ok(false);
    };
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (mut up, mut down) = (fate.up, fate.down);
    let (mut from_client, mut from_server) = ([0; 4096], [0; 4096]);
    loop {
        tokio::select! {
            count = client.read(&mut from_client) => match count? {
                0 => return Ok(false),
                count => {
                    let some = take(&mut up, count);
                    server.write_all(&from_client[..some]).await?;
                }
            },
            count = server.read(&mut from_server) => match count? {
                0 => return Ok(false),
                count => {
                    let some = take(&mut down, count);
                    client.write_all(&from_server[..some]).await?;
                }
            },
        }
        if up == 0 || down == 0 {
            cut(client, server, fate.cut, up == 0).await?;
            return Ok(true);
        }
    }
}

/// Takes as many bytes as are left, and at most `count`.
fn take(left: &mut u64, count: usize) -> usize {
    let some = usize::try_from(*left).unwrap_or(usize::MAX).min(count);
    *left -= some as u64;
    some
}

async fn cut(mut client: TcpStream, mut server: TcpStream, cut: Cut, upwards: bool) -> Result<()> {
    let (mut from, mut to) = if upwards {
        (&mut server, &mut client)
    } else {
        (&mut client, &mut server)
    };
    let until = Instant::now() + LEFT_BROKEN;
    match cut {
        Cut::Close => return Ok(()),
        Cut::Reset => {}
        Cut::Half => {
            // What came last went to `from`.
            from.shutdown().await?;
            let _ = timeout(LEFT_BROKEN, tokio::io::copy(&mut from, &mut to)).await;
        }
        Cut::Stall => sleep_until(until).await,
    }
    client.set_zero_linger()?;
    server.set_zero_linger()?;
    Ok(())
}
