// Package tlsparse reads SSL and TLS structures from bytes: records, handshake
// messages, extensions, alerts. It is pure functions and small structs that
// point into the bytes given; it knows nothing of files, time or connections.
//
// A parser believes no length. Where a message breaks its form, what could be
// read before comes back together with a *ParseError: a passive reader records
// what is odd and goes on. A code point without a name is data, never an error.
package tlsparse
