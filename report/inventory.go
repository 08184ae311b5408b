package report

import (
	"io"
	"strings"
	"time"

	"github.com/tlssniff/tlssniff/record"
)

// Bounds of what an inventory keeps. What it costs is told.
const (
	maxInventory      = 20_000
	maxInventoryBytes = 256 << 20 // of the certificates' own lengths; the last may be past it
	maxPlaces         = 64        // servers, names and clients counted apart for each certificate
)

// Inventory says which certificates are listed, in which form, and where they are kept.
type Inventory struct {
	Format string // one of InventoryFormats
	// Within lists only those that expire within this time; those that have expired too.
	Within record.Optional[time.Duration]
	AsOf   AsOf
	// PEM is the folder to which each listed certificate is written; "" is none.
	PEM string
}

// inventory is the report of the certificates that connections show. Nothing is
// written before its end.
type inventory struct {
	w       io.Writer
	options Options
	ask     Inventory
	write   func(*inventory, *Summary) error
	kept    map[string]*holding // by hash
	bytes   int
	shown   int64 // connections that show a certificate
	// dropped counts the times that a certificate was shown that there was no room for.
	dropped int64
	// At the end: the moment from which days are counted, all certificates in order, and those that are listed.
	at          time.Time
	all, listed []*holding
}

// inventoryFormats are all there are.
var inventoryFormats = choices[func(*inventory, *Summary) error]{
	{"table", (*inventory).writeTable},
	{"csv", (*inventory).writeCSV},
	{"json", (*inventory).writeJSON},
	{"ndjson", (*inventory).writeNDJSON},
}

// InventoryFormats names the forms that an inventory can have, the default first.
func InventoryFormats() []string { return inventoryFormats.names() }

// NewInventory returns a reporter that writes an inventory of certificates to w.
// It makes the folder for them, so that it fails before anything is read if it can't.
func NewInventory(w io.Writer, o Options, ask Inventory) (Reporter, error) {
	if o.Width <= 0 {
		o.Width = 80
	}
	write, err := inventoryFormats.format(ask.Format, " for certificates")
	if err != nil {
		return nil, err
	}
	i := &inventory{w: w, options: o, ask: ask, write: write, kept: make(map[string]*holding)}
	if ask.PEM != "" {
		if err := makeFolder(ask.PEM); err != nil {
			return nil, err
		}
	}
	return i, nil
}

// Streaming is true because the order in which connections come does not matter: nothing waits in a spool.
func (*inventory) Streaming() bool { return true }

func (i *inventory) Encode(dst []byte, c *record.Connection) []byte {
	return encodeSighting(dst, c, i.ask.PEM != "")
}

func (i *inventory) Write(encoded []byte) error {
	if len(encoded) == 0 {
		return nil
	}
	i.shown++
	seen, parts := decodeSighting(string(encoded))
	counted := make(map[string]bool, len(parts))
	for _, part := range parts {
		p := strings.Split(part, separator)
		h, err := i.holding(p)
		if err != nil {
			return err
		}
		if h != nil {
			h.add(&seen, p, !counted[p[showHash]])
			counted[p[showHash]] = true
		}
	}
	return nil
}

// holding returns what is kept of a certificate; nil where there is no room for it.
func (i *inventory) holding(p []string) (*holding, error) {
	if h := i.kept[p[showHash]]; h != nil {
		return h, nil
	}
	if len(i.kept) >= maxInventory || i.bytes > maxInventoryBytes {
		i.dropped++
		return nil, nil
	}
	h, err := newHolding(p)
	if err != nil {
		return nil, err
	}
	i.bytes += h.Length
	i.kept[p[showHash]] = h
	return h, nil
}

func (i *inventory) Close(s *Summary) error {
	i.list(s)
	if i.ask.PEM != "" {
		if err := writeCertificates(i.ask.PEM, i.listed); err != nil {
			return err
		}
	}
	return i.write(i, s)
}
