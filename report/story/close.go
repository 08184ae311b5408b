package story

import (
	"fmt"

	"github.com/tlssniff/tlssniff/record"
)

// opening tells how the connection began.
func (t *teller) opening() {
	out := Step{Time: record.Some(record.Milliseconds(0)), Packet: t.place(t.c.Capture.FirstPacket, 0)}
	switch {
	case t.c.Capture.MidStream.Value:
		out.Message = "the capture begins in the middle of this connection"
		out.Trouble = t.c.Outcome == record.OutcomeIncomplete
	case t.c.Timing != nil && t.c.Timing.TCP.Present:
		out.Message = "TCP connection opened in " + milliseconds(t.c.Timing.TCP.Value)
	}
	if out.Message != "" {
		t.told = append(t.told, out)
	}
	// Nothing tells when it was spoken, nor which side was first.
	if t.c.ClientHello == nil && t.c.First != nil {
		t.told = append(t.told, Step{Message: spoken(t.c.First), Trouble: true})
	}
}

// place names a packet of one of the capture's files.
func (t *teller) place(number int64, file int) record.Packet {
	p := record.Packet{Number: number}
	if len(t.c.Capture.Sources) > 1 {
		p.File = record.Some(file)
	}
	return p
}

// ending tells how the connection ended, where no packet did it.
func (t *teller) ending() {
	out := Step{Time: record.Some(t.c.End.Since(t.c.Start)), Packet: t.place(t.c.Capture.LastPacket, len(t.c.Capture.Sources)-1)}
	switch t.c.Close {
	case "timeout":
		out.Message = "silence from here on, until the time-out"
		out.Trouble = t.unfinished()
	case "open":
		if t.c.QUIC != nil && t.c.QUIC.Close != nil {
			return
		}
		if out.Message = "the capture ends here, and the connection is still open"; t.c.Transport != "tcp" && t.c.Transport != "" {
			out.Message = "the capture ends here; nothing shows whether the connection does"
		}
		out.Trouble = t.c.Outcome == record.OutcomeIncomplete
	default:
		return
	}
	t.told = append(t.told, out)
}

// fin tells that a side closes.
func (t *teller) fin(out *Step) {
	out.Message = "FIN"
	if t.c.Close != "fin_"+out.From || t.c.Outcome != record.OutcomeAborted {
		out.means("closes its side of the connection")
		return
	}
	out.Trouble = true
	out.means("closes its side before the handshake is finished")
	out.means(t.silent(other(out.From)))
}

// reset tells that a side breaks off, and whether it may have been another.
func (t *teller) reset(r *record.Reset, out *Step) {
	out.Message = "RST"
	out.means("breaks the connection off")
	if t.c.Close == "rst_"+r.From && t.unfinished() {
		out.Trouble = true
		out.means(t.silent(r.From))
	}
	if !t.unfinished() || !r.ExpectedTTL.Present {
		return
	}
	if r.ExpectedTTL.Value == r.TTL {
		out.means(fmt.Sprintf("its TTL is %d, as that of the %s's other packets", r.TTL, r.From))
		return
	}
	out.means(fmt.Sprintf("its TTL is %d, the %s's other packets have %d: a device on the way may have sent it", r.TTL, r.From, r.ExpectedTTL.Value))
}

// unfinished reports whether the connection ended too early and no alert says why.
func (t *teller) unfinished() bool {
	return t.c.Outcome == record.OutcomeAborted || t.c.Outcome == record.OutcomeIncomplete
}

// silent tells that a side never sent a byte.
func (t *teller) silent(side string) string {
	e := t.c.Client
	if side == "server" {
		e = t.c.Server
	}
	if e.Bytes > 0 || t.c.Capture.OneSided != "" || t.c.Capture.MidStream.Value {
		return ""
	}
	return "the " + side + " sent not one byte of data"
}

// quicClose tells QUIC's CONNECTION_CLOSE. Codes from 0x100 on are alerts (RFC 9001, section 4.8).
func quicClose(q *record.QUICClose, out *Step) {
	out.Message, out.Trouble = "CONNECTION_CLOSE", true
	if q.Code >= 0x100 && q.Code <= 0x1ff {
		out.means(fmt.Sprintf("with the alert %d", q.Code-0x100))
	} else {
		out.means(fmt.Sprintf("with the error code 0x%x", q.Code))
	}
	if q.Reason != "" {
		out.means("the reason that it gives: " + short(q.Reason))
	}
}

// spoken names what was spoken instead of TLS.
func spoken(f *record.FirstBytes) string {
	switch {
	case f.Client == "":
		return "the server speaks " + protocol(f.Server)
	case f.Server == "":
		return "the client speaks " + protocol(f.Client)
	case f.Client == f.Server:
		return "both speak " + protocol(f.Client)
	}
	return "the client speaks " + protocol(f.Client) + ", the server " + protocol(f.Server)
}

// protocol names what a side spoke.
func protocol(name string) string {
	switch name {
	case "unknown":
		return "no protocol that is known here"
	case "proxy":
		return "the PROXY protocol"
	}
	return short(name)
}
