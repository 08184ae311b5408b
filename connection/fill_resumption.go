package connection

import (
	"bytes"

	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// resumption tells whether an earlier session goes on, and by what.
func (f *filler) resumption(r *record.Connection) {
	if !f.serverHello.seen {
		return
	}
	switch server := f.serverSide(); {
	case f.tls13:
		r.Resumption = "none"
		if r.ServerHello.PreSharedKey.Present {
			r.Resumption = "psk"
		}
	case f.abbreviated():
		r.Resumption = f.resumedBy()
	case server.certified || f.serverDone || f.keyExchange.seen:
		r.Resumption = "none"
	}
}

// abbreviated reports whether the server of TLS 1.2 or below changed its keys
// right after its ServerHello (RFC 5246, section 7.3; RFC 5077, section 3.1).
func (f *filler) abbreviated() bool {
	s := f.serverSide()
	return !f.tls13 && f.serverHello.seen && s.changed && !s.certified && !f.serverDone && !f.keyExchange.seen && !s.hole
}

// resumedBy tells a session ticket from a session id. A client that sends a
// ticket may send a session id with it, to see from its echo whether the ticket
// was taken (RFC 5077, section 3.4).
func (f *filler) resumedBy() string {
	client, _ := tlsparse.ParseClientHello(f.clientHello.body)
	if ticket, ok := client.Extensions.Find(tlsparse.ExtensionSessionTicket); ok && len(ticket) > 0 {
		return "session_ticket"
	}
	if f.clientHello.seen && len(client.SessionID) > 0 && !bytes.Equal(client.SessionID, f.answer.SessionID) {
		return "" // a new id and no full handshake: it can't be told what goes on
	}
	return "session_id"
}

// early tells what became of early data (RFC 8446, section 4.2.10).
func (f *filler) early(r *record.Connection) {
	offered := r.ClientHello != nil && r.ClientHello.EarlyData.Present ||
		r.FirstClientHello != nil && r.FirstClientHello.EarlyData.Present
	switch {
	case !offered:
	case f.retry.seen || r.ServerHello != nil && !r.ServerHello.PreSharedKey.Present:
		r.EarlyData = "rejected"
	default:
		r.EarlyData = "offered"
	}
}
