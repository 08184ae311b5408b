// Package reassembly keeps a table of TCP flows, gives each side's bytes to
// their owner in order, once, and says which are missing. It knows nothing of TLS.
//
// It reads TCP as receivers read it (RFC 9293), and knows what captures do to it:
//
//   - A flow is its two ends. A SYN with another sequence number begins another
//     one after a close; on a live connection only if the peer answers it. A SYN-ACK belongs to the SYN
//     that it acknowledges.
//   - A stream begins behind the SYN, whenever that is seen. Where none was captured it
//     begins where the peer's acknowledgements say, else at the lowest byte of the first few segments,
//     which are held back for a second at most. What a SYN carries counts once it is acknowledged (RFC 7413).
//   - Sequence numbers wrap. What was delivered before is a retransmission, or a
//     mirror port's second copy: the same IP id, numbers and bytes within 10 ms, the TTL perhaps one less.
//   - What comes early waits. A hole that its receiver has not (it acknowledged what
//     lies behind) was lost by the capture, and is given up when it stays for 32 segments, 64 kB or a
//     second. Any other hole was lost by the network, and is told when the flow ends.
//   - What the snap length cut off a segment is a hole like any, which another copy may fill until the receiver
//     acknowledges it or what lies behind comes. What a SYN claims to carry is none.
//   - Of two copies that differ, the one counts whose TTL is its sender's usual one, else the first.
//     A segment with a strange TTL, or with a wrong checksum where its sender's others are
//     right, is used only if its receiver acknowledges it and no other copy comes. A checksum tells
//     nothing where the capture was made on the sending host, or where segments were joined to a larger one.
//   - A segment or RST that no receiver would take, because it lies outside the window, is not
//     believed, unless its receiver acknowledges it: then the capture lacks what lies between.
//   - A FIN ends its stream when the peer acknowledges it. One behind which bytes come was a lie.
//   - After an RST, what was on its way before it may still come for half a second. It ends nothing if
//     the peer acknowledges in that time what was sent after it.
//   - A flow is over when both sides' FIN came in order and are acknowledged, or
//     for want of packets, after which what goes on with it for as long again begins no new one.
//     Where it was closed, for ten more seconds its stragglers begin no new one; those that are
//     sent again and again, until they cease.
//
// Where one side was not captured, nobody acknowledges: then the other is believed.
//
// An owner says how many of the next bytes it has no need of: they are
// neither ordered nor copied, only counted. Time is the capture's clock. Everything that
// grows has a limit; Counters tell what each one cost.
package reassembly
