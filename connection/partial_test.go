package connection

import (
	"crypto/tls"
	"slices"
	"testing"

	"github.com/tlssniff/tlssniff/record"
)

// TestCapturesThatBeginAfterTheHandshake holds that such a connection is one of TLS of which nothing
// is known, whatever its sides send last.
func TestCapturesThatBeginAfterTheHandshake(t *testing.T) {
	client, server := configs(t)
	talk := converse(t, client, server)
	data := append([]byte{23, 3, 3, 0, 40}, make([]byte, 40)...)
	alert := append([]byte{21, 3, 3, 0, 26}, make([]byte, 26)...)
	talk.writes = []write{{true, data}, {false, data}, {false, alert}, {true, alert}}
	for _, begin := range []int{3, 5, 7, 9} {
		late := talk.segments(1400)[begin:]
		r := one(t, late)
		if r.Outcome != record.OutcomeIncomplete || !r.Capture.MidStream.Value || r.First != nil || r.Version != "" {
			t.Errorf("from packet %d on: %s, in the middle: %v, first bytes %+v", begin, r.Outcome, r.Capture.MidStream, r.First)
		}
	}
}

// TestNothingIsToldOfWhatIsNotTLS holds that a connection of something else, captured from the middle, is none of ours.
func TestNothingIsToldOfWhatIsNotTLS(t *testing.T) {
	talk := &conversation{writes: []write{{true, []byte("\x17\x03\x03\x00\x20 not a record")}, {false, []byte("nor this")}}}
	if records := follow(talk.segments(1400)[3:]); len(records) != 0 {
		t.Errorf("%+v", records)
	}
}

// TestOneSideOfQUIC holds that the server's packets alone are told for what they are, and that an Initial
// that nothing opens and nothing follows is not.
func TestOneSideOfQUIC(t *testing.T) {
	client, server := configs(t)
	_, answer := quicHellos(t, client, server)
	s := newQUICKeys(t, []byte(quicDCID), "server in")
	initial := s.initial(quicSCID, quicServerID, 0, cryptoFrame(answer, 0, len(answer)))
	flight := append(slices.Clone(initial), long(handshakeByte, quicSCID, quicServerID, 900)...)

	records := followDatagrams(false, []datagram{{false, flight}})
	if len(records) != 1 || records[0].Outcome != record.OutcomeIncomplete || records[0].Capture.OneSided != "server" || records[0].QUIC.Version != "1" {
		t.Errorf("the server's flight: %+v", records)
	}
	if records := followDatagrams(false, []datagram{{false, initial}}); len(records) != 0 {
		t.Errorf("an Initial alone: %+v", records)
	}
}

// TestOneSideOfTCP holds that one direction alone is told as it was seen, and that no outcome is guessed from it.
func TestOneSideOfTCP(t *testing.T) {
	client, server := configs(t)
	talk := converse(t, client, server)
	for _, side := range []string{"client", "server"} {
		half := slices.DeleteFunc(talk.segments(1400), func(s segment) bool { return s.fromClient != (side == "client") })
		r := one(t, half)
		if r.Outcome != record.OutcomeIncomplete || r.Capture.OneSided != side || (r.ClientHello == nil) != (side == "server") {
			t.Errorf("the %s's side: %s, one-sided %q", side, r.Outcome, r.Capture.OneSided)
		}
	}
}

// TestAHoleEndsWithItsRecord holds that what follows a record of which the end is missing is read again.
func TestAHoleEndsWithItsRecord(t *testing.T) {
	client, server := configs(t)
	server.MaxVersion = tls.VersionTLS12
	all := converse(t, client, server).segments(100)
	answer := slices.IndexFunc(all, func(s segment) bool { return !s.fromClient && len(s.payload) > 0 })
	last := answer - 1
	for ; len(all[last].payload) == 0; last-- {
	}
	r := one(t, slices.Delete(all, last, last+1))
	if r.Capture.MissingBytes.Value == 0 || r.Outcome != record.OutcomeEstablished {
		t.Errorf("%s, %d bytes are missing", r.Outcome, r.Capture.MissingBytes.Value)
	}
	if !slices.ContainsFunc(r.Steps, func(s record.Step) bool { return s.Message == "client_key_exchange" }) {
		t.Errorf("no ClientKeyExchange in %+v", r.Steps)
	}
}
