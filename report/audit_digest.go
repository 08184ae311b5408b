package report

import (
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/diagnosis/finding"
	"github.com/tlssniff/tlssniff/record"
)

// digest is what an audit looks at in a connection. All its texts are clean.
type digest struct {
	outcome, cause       string
	client, server, name string // the client's IP, the server's IP and port, the name asked for
	ja4                  string
	version, suite       string
	suiteID              uint16
	offer                string // the newest version that the client offers
	obsoleteOffer        bool   // which nobody should negotiate any more
	keyed, postQuantum   bool   // whether the key exchange shows, and resists quantum computers
	offersPostQuantum    bool
	findings             []string
	leaf                 leafDigest
}

// leafDigest is the server's own certificate; its hash is "" where none is shown.
type leafDigest struct {
	hash, title, issuer string
	end                 time.Time // zero where it does not tell
}

// The cells of an encoded digest.
const (
	digestOutcome = iota
	digestCause
	digestClient
	digestServer
	digestName
	digestJA4
	digestVersion
	digestSuite
	digestSuiteID
	digestOffer
	digestObsolete
	digestKeys // yes and no: post-quantum or not; else empty
	digestOffersKeys
	digestFindings
	digestLeaf
	digestLeafTitle
	digestLeafIssuer
	digestLeafEnd // seconds
	digestCells
)

// encodeDigest appends what an audit looks at in a record.
func encodeDigest(dst []byte, c *record.Connection) []byte {
	var cells [digestCells]string
	cells[digestOutcome] = c.Outcome
	cells[digestCause] = problem(c)
	cells[digestClient] = c.Client.IP
	cells[digestServer] = net.JoinHostPort(c.Server.IP, strconv.Itoa(int(c.Server.Port)))
	cells[digestName] = c.ServerName.Value
	if c.Fingerprints != nil {
		cells[digestJA4] = c.Fingerprints.JA4
	}
	cells[digestVersion] = c.Version
	cells[digestSuite] = c.CipherSuite
	cells[digestSuiteID] = strconv.Itoa(int(c.CipherSuiteID.Value))
	if c.ClientHello != nil {
		offer, obsolete := finding.BestOffer(c.ClientHello)
		cells[digestOffer], cells[digestObsolete] = offer, yes(obsolete)
		cells[digestOffersKeys] = yes(finding.OffersPostQuantum(c.ClientHello))
	}
	if c.PostQuantum.Present && c.Outcome == record.OutcomeEstablished {
		cells[digestKeys] = yes(c.PostQuantum.Value)
	}
	cells[digestFindings] = strings.Join(findingCodes(c.Findings), listSeparator)
	if l := leaf(c); l != nil {
		h := holding{Certificate: l}
		cells[digestLeaf], cells[digestLeafTitle], cells[digestLeafIssuer] = l.SHA256, h.title(), h.issuer()
		if end, known := l.NotAfter.Get(); known {
			cells[digestLeafEnd] = strconv.FormatInt(end.Unix(), 10)
		}
	}
	return appendCells(dst, cells[:]...)
}

func decodeDigest(encoded string) digest {
	cells := strings.Split(encoded, separator)
	id, _ := strconv.ParseUint(cells[digestSuiteID], 10, 16)
	d := digest{
		outcome: cells[digestOutcome], cause: cells[digestCause],
		client: cells[digestClient], server: cells[digestServer], name: cells[digestName], ja4: cells[digestJA4],
		version: cells[digestVersion], suite: cells[digestSuite], suiteID: uint16(id),
		offer: cells[digestOffer], obsoleteOffer: cells[digestObsolete] == yes(true),
		keyed: cells[digestKeys] != "", postQuantum: cells[digestKeys] == yes(true),
		offersPostQuantum: cells[digestOffersKeys] == yes(true),
		leaf:              leafDigest{hash: cells[digestLeaf], title: cells[digestLeafTitle], issuer: cells[digestLeafIssuer]},
	}
	if cells[digestFindings] != "" {
		d.findings = strings.Split(cells[digestFindings], listSeparator)
	}
	if end, err := strconv.ParseInt(cells[digestLeafEnd], 10, 64); err == nil {
		d.leaf.end = time.Unix(end, 0).UTC()
	}
	return d
}

// failed reports whether the connection did not come about, and the capture shows it.
func (d *digest) failed() bool {
	return d.outcome != record.OutcomeEstablished && d.outcome != record.OutcomeIncomplete
}

func yes(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}
