//! The structure inside a body, where the head names its media type and no content coding is on it.
//!
//! Nodes for content are bounded: its beginning is taken apart, the rest is one leaf. Content that came in several chunks is
//! taken apart as if it had come in one, and then its leaves are cut where the chunks end.

mod form;
mod json;
mod multipart;

use crate::{
    annotate::End,
    fault::Fault,
    http1::Scanner,
    kind::Kind,
    reader::Reader,
    tree::{Node, Tree},
    value::media_type::{Media, media},
};

/// So many bytes of content are taken apart.
const MOST_BYTES: usize = 64 * 1024;

/// Into so many nodes, or a few more.
const MOST_NODES: usize = 8_000;

/// Takes the content of a scanned message apart.
pub(crate) fn refine(scanner: &mut Scanner, bytes: &[u8], end: End) {
    let head = &scanner.head;
    let Some(value) = head.media_type.clone().filter(|_| !head.encoded) else {
        return;
    };
    let media = media(&bytes[value]);
    if media == Media::Other {
        return;
    }
    let nodes = &scanner.tree.nodes;
    let data: Vec<usize> = (0..nodes.len())
        .filter(|&index| matches!(nodes[index].kind, Kind::Content | Kind::ChunkData))
        .collect();
    let whole = !matches!(end, End::Cut) && !nodes.iter().any(|node| ends_early(node.fault));
    let inserted = match data[..] {
        [] => return,
        [only] => {
            let node = nodes[only];
            vec![(only, within_one(bytes, node, &media, whole && !skips(nodes)))]
        }
        _ => across_chunks(bytes, nodes, &data, &media, whole),
    };
    scanner.tree.nodes = spliced(nodes, inserted);
}

/// The nodes of content of that media type that stands by itself; none if it is not of a form that is taken apart.
pub(crate) fn alone(bytes: &[u8], media_type: &[u8], whole: bool) -> Vec<Node> {
    let mut tree = Tree::default();
    let media = media(media_type);
    if media != Media::Other && !bytes.is_empty() {
        take_apart(bytes, &mut tree, &media, whole);
    }
    tree.nodes
}

fn ends_early(fault: Option<Fault>) -> bool {
    matches!(
        fault,
        Some(
            Fault::EndsInContent | Fault::EndsInChunk | Fault::EndsInChunks | Fault::BadChunkEnd | Fault::BadChunkSize
        )
    )
}

/// Whether there is content in leaves that are not content alone.
fn skips(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| node.kind == Kind::FurtherChunks)
}

fn within_one(bytes: &[u8], node: Node, media: &Media, whole: bool) -> Vec<Node> {
    let mut tree = Tree::beginning_at(node.start, node.depth.saturating_add(1));
    take_apart(&bytes[..node.end], &mut tree, media, whole);
    tree.nodes
}

fn across_chunks(bytes: &[u8], nodes: &[Node], data: &[usize], media: &Media, whole: bool) -> Vec<(usize, Vec<Node>)> {
    let mut joined = Vec::new();
    for &index in data {
        joined.extend_from_slice(&bytes[nodes[index].start..nodes[index].end]);
        if joined.len() > MOST_BYTES {
            break;
        }
    }
    let mut tree = Tree::default();
    take_apart(&joined, &mut tree, media, whole && !skips(nodes));
    let mut leaves = leaves(&tree.nodes).peekable();
    let mut offset = 0;
    let mut inserted = Vec::new();
    for &index in data {
        let chunk = nodes[index];
        let end = offset + (chunk.end - chunk.start);
        let mut pieces = Vec::new();
        while let Some(leaf) = leaves.peek().filter(|leaf| leaf.start < end) {
            let start = leaf.start.max(offset);
            pieces.push(Node {
                start: chunk.start + (start - offset),
                end: chunk.start + (leaf.end.min(end) - offset),
                depth: chunk.depth.saturating_add(1),
                // What is wrong is said once, where it begins.
                fault: leaf.fault.filter(|_| start == leaf.start),
                ..*leaf
            });
            if leaf.end > end {
                break;
            }
            leaves.next();
        }
        // Content that lies beyond what was taken apart.
        let reached = pieces.last().map_or(chunk.start, |piece| piece.end);
        if reached > chunk.start && reached < chunk.end {
            pieces.push(Node {
                start: reached,
                end: chunk.end,
                kind: Kind::Rest,
                fault: None,
                depth: chunk.depth.saturating_add(1),
            });
        }
        inserted.push((index, pieces));
        offset = end;
    }
    inserted
}

/// The nodes that nothing lies in, each with the fault of the branches that begin with it.
fn leaves(nodes: &[Node]) -> impl Iterator<Item = Node> {
    let mut inherited = None;
    nodes.iter().enumerate().filter_map(move |(index, node)| {
        let is_branch = nodes.get(index + 1).is_some_and(|next| next.depth > node.depth);
        if is_branch {
            inherited = inherited.or(node.fault);
            return None;
        }
        Some(Node {
            fault: node.fault.or(inherited.take()),
            ..*node
        })
    })
}

/// The nodes with others put after some of them.
fn spliced(nodes: &[Node], inserted: Vec<(usize, Vec<Node>)>) -> Vec<Node> {
    let more: usize = inserted.iter().map(|(_, nodes)| nodes.len()).sum();
    let mut all = Vec::with_capacity(nodes.len() + more);
    let mut from = 0;
    for (index, children) in inserted {
        all.extend_from_slice(&nodes[from..=index]);
        // A single leaf that breaks no rule says no more than the content that it lies in.
        all.extend(children);
        from = index + 1;
    }
    all.extend_from_slice(&nodes[from..]);
    all
}

/// Takes the beginning of all that is left apart; the rest is a leaf.
fn take_apart(bytes: &[u8], tree: &mut Tree, media: &Media, whole: bool) {
    let window = bytes.len().min(tree.at() + MOST_BYTES);
    let mut content = Content {
        reader: Reader::new(&bytes[..window], tree),
        whole: whole && window == bytes.len(),
    };
    match media {
        Media::Form => form::form(&mut content),
        Media::Json => json::json(&mut content),
        Media::Multipart(boundary) => multipart::multipart(&mut content, boundary),
        Media::Other => {}
    }
    tree.leaf(Kind::Rest, bytes.len(), None);
}

/// Content that is being taken apart.
struct Content<'b, 't> {
    reader: Reader<'b, 't>,
    /// Whether its end is the content's end, and not where it was cut.
    whole: bool,
}

impl Content<'_, '_> {
    /// Whether there may be more nodes.
    fn has_room(&self) -> bool {
        self.reader.tree.nodes.len() < MOST_NODES
    }
}
