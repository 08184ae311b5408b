package connection

import (
	"slices"

	"github.com/tlssniff/tlssniff/reassembly"
	"github.com/tlssniff/tlssniff/record"
	"github.com/tlssniff/tlssniff/tlsparse"
)

// stepCode is what a step is: a handshake message by its type, or something else.
type stepCode uint16

const (
	stepHandshake stepCode = 0x100 // plus the message's type

	stepChangeCipherSpec stepCode = iota
	stepAlert
	stepEncryptedAlert
	stepEncryptedHandshake
	stepApplicationData
	stepHeartbeat
	stepGap
	stepGarbage
	stepUpgradeOffered
	stepUpgradeNotOffered
	stepUpgradeAsked
	stepUpgradeAccepted
	stepUpgradeRefused
	stepContinuedInClear
	stepProxyHeader
	stepRetry
	stepVersionNegotiation
)

var stepNames = [...]string{
	stepChangeCipherSpec:   "change_cipher_spec",
	stepAlert:              "alert",
	stepEncryptedAlert:     "encrypted_alert",
	stepEncryptedHandshake: "encrypted_handshake",
	stepApplicationData:    "application_data",
	stepHeartbeat:          "heartbeat",
	stepGap:                "missing_bytes",
	stepGarbage:            "not_a_record",
	stepUpgradeOffered:     "upgrade_offered",
	stepUpgradeNotOffered:  "upgrade_not_offered",
	stepUpgradeAsked:       "upgrade_requested",
	stepUpgradeAccepted:    "upgrade_accepted",
	stepUpgradeRefused:     "upgrade_refused",
	stepContinuedInClear:   "continued_in_clear",
	stepProxyHeader:        "proxy_header",
	stepRetry:              "retry",
	stepVersionNegotiation: "version_negotiation",
}

// usualSteps is room for the steps of an ordinary handshake.
const usualSteps = 12

// step is one thing that a side did, as small as it can be kept.
type step struct {
	at     place
	note   string
	length int32
	claims int32 // of a heartbeat, the length of payload that it claims
	code   stepCode
	from   reassembly.Side
}

// claimsHidden stands for the claim of an encrypted heartbeat.
const claimsHidden = -1

// note remembers a step of the handshake.
func (c *Connection) note(from reassembly.Side, at place, code stepCode, length int, note string) {
	if len(c.steps) == maxSteps {
		c.stepsDropped++
		return
	}
	c.steps = append(c.steps, step{at: at, note: note, length: int32(length), code: code, from: from})
}

// last returns the step that was noted for a side's message at a place, or nil
// where there was no room for it.
func (c *Connection) last(from reassembly.Side, at place) *step {
	if n := len(c.steps); n > 0 && c.steps[n-1].from == from && c.steps[n-1].at == at {
		return &c.steps[n-1]
	}
	return nil
}

// name returns the step's message as the record names it.
func (s *step) name() string {
	if s.code >= stepHandshake {
		return tlsparse.HandshakeType(s.code - stepHandshake).String()
	}
	return stepNames[s.code]
}

// letters are those of Zeek's ssl_history, by handshake type; the client's are in upper case.
var letters = [256]byte{
	tlsparse.HandshakeTypeHelloRequest:        'h',
	tlsparse.HandshakeTypeClientHello:         'c',
	tlsparse.HandshakeTypeServerHello:         's',
	tlsparse.HandshakeTypeHelloVerifyRequest:  'v',
	tlsparse.HandshakeTypeNewSessionTicket:    't',
	tlsparse.HandshakeTypeEndOfEarlyData:      'e',
	tlsparse.HandshakeTypeHelloRetryRequest:   'j',
	tlsparse.HandshakeTypeEncryptedExtensions: 'o',
	tlsparse.HandshakeTypeCertificate:         'x',
	tlsparse.HandshakeTypeServerKeyExchange:   'k',
	tlsparse.HandshakeTypeCertificateRequest:  'r',
	tlsparse.HandshakeTypeServerHelloDone:     'n',
	tlsparse.HandshakeTypeCertificateVerify:   'y',
	tlsparse.HandshakeTypeClientKeyExchange:   'g',
	tlsparse.HandshakeTypeFinished:            'f',
	tlsparse.HandshakeTypeCertificateURL:      'w',
	tlsparse.HandshakeTypeCertificateStatus:   'u',
	tlsparse.HandshakeTypeSupplementalData:    'a',
	tlsparse.HandshakeTypeKeyUpdate:           'p',
	tlsparse.HandshakeTypeMessageHash:         'm',
}

// letter returns the step's letter in the history, or 0 where it has none
// because nothing of it is visible.
func (s *step) letter() byte {
	switch s.code {
	case stepChangeCipherSpec:
		return 'i'
	case stepAlert:
		return 'l'
	case stepHeartbeat:
		return 'b'
	}
	if s.code < stepHandshake {
		return 0
	}
	if l := letters[s.code-stepHandshake]; l != 0 {
		return l
	}
	return 'z'
}

// history returns the handshake in one word.
func (f *filler) history() string {
	word := f.sheet.scratch[:0]
	for i := range f.steps {
		s := &f.steps[i]
		l := s.letter()
		if l == 0 {
			continue
		}
		if s.from == f.client {
			l -= 'a' - 'A'
		}
		word = append(word, l)
	}
	f.sheet.scratch = word
	return f.sheet.text(word)
}

// recordSteps returns the steps as the record shows them.
func (f *filler) recordSteps() []record.Step {
	if len(f.steps) == 0 {
		return nil
	}
	f.sheet.steps = slices.Grow(f.sheet.steps[:0], len(f.steps))[:len(f.steps)]
	steps := f.sheet.steps
	for i := range f.steps {
		s := &f.steps[i]
		steps[i] = record.Step{
			Time: record.Time(s.at.Time), Packet: f.packet(s.at), From: f.role(s.from),
			Message: s.name(), Length: int(s.length), Note: s.note,
		}
		for _, e := range f.broken {
			if s.at == e.at && s.code == stepHandshake+stepCode(e.message) {
				steps[i].ParseError = e.err
			}
		}
		switch s.code {
		case stepEncryptedHandshake:
			if f.tls13 && f.quic == nil {
				steps[i].Fits = f.sizes().fit(int(s.length))
			}
		case stepHeartbeat:
			if s.claims != claimsHidden {
				steps[i].Claims = record.Some(int(s.claims))
			}
		}
	}
	return steps
}
