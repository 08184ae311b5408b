package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// inventoryColumn is a column of the inventory's table.
type inventoryColumn struct {
	heading
	text func(i *inventory, h *holding) string // not clean
	from int                                   // the width of the terminal from which on it is shown; 0 is always
}

// inventoryColumns are in the order in which they are drawn.
var inventoryColumns = []inventoryColumn{
	{heading{title: "EXPIRES"}, func(_ *inventory, h *holding) string { return expires(h) }, 0},
	{heading{title: "DAYS", number: true}, (*inventory).daysText, 0},
	{heading{title: "USE"}, func(_ *inventory, h *holding) string { return strings.Join(h.uses, " ") }, 110},
	{heading{title: "CERTIFICATE", min: 15, floor: 12}, func(_ *inventory, h *holding) string { return h.title() }, 0},
	{heading{title: "NAMES", min: 20, floor: 12}, func(_ *inventory, h *holding) string { return h.allNames() }, 150},
	{heading{title: "ISSUER", min: 10, floor: 8}, func(_ *inventory, h *holding) string { return h.issuer() }, 0},
	{heading{title: "KEY"}, func(_ *inventory, h *holding) string { return h.key() }, 90},
	{heading{title: "SIGNATURE"}, func(_ *inventory, h *holding) string { return h.SignatureAlgorithm }, 190},
	{heading{title: "SEEN", number: true}, func(_ *inventory, h *holding) string { return grouped(h.connections) }, 0},
	{heading{title: "SERVER", min: 17, floor: 12}, func(i *inventory, h *holding) string { return i.some(&h.servers) }, 100},
	{heading{title: "ASKED FOR", min: 14, floor: 12}, func(i *inventory, h *holding) string { return i.some(&h.names) }, 130},
	{heading{title: "CLIENT"}, func(i *inventory, h *holding) string { return i.some(&h.clients) }, wide},
	{heading{title: "OCSP"}, func(_ *inventory, h *holding) string { return strings.Join(h.staples.top(), " ") }, 170},
	{heading{title: "SCTS", number: true}, func(_ *inventory, h *holding) string { return h.timestamps() }, 170},
	{heading{title: "STATUS WHEN SEEN", min: 23, floor: 14}, func(_ *inventory, h *holding) string { return h.status() }, 0},
	{heading{title: "FIRST SEEN"}, func(_ *inventory, h *holding) string { return h.first.Std().Format(time.DateTime) }, wide},
	{heading{title: "LAST SEEN"}, func(_ *inventory, h *holding) string { return h.last.Std().Format(time.DateTime) }, wide},
	{heading{title: "SERIAL"}, func(_ *inventory, h *holding) string { return h.Serial.Value }, wide},
	{heading{title: "SHA-256"}, func(_ *inventory, h *holding) string { return h.SHA256 }, wide},
}

// writeTable writes the inventory for a person.
func (i *inventory) writeTable(s *Summary) error {
	var b strings.Builder
	if len(i.listed) > 0 {
		if err := i.draw(&b); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	i.sum(&b, s)
	_, err := io.WriteString(i.w, b.String())
	return err
}

func (i *inventory) draw(w io.Writer) error {
	g := grid{options: i.options, rows: make([][]string, len(i.listed))}
	for _, c := range inventoryColumns {
		if !i.options.Wide && i.options.Width < c.from {
			continue
		}
		g.headings = append(g.headings, c.heading)
		for n, h := range i.listed {
			g.rows[n] = append(g.rows[n], Clean(c.text(i, h)))
		}
	}
	g.paint = func(row int, text string) string {
		switch trouble := i.listed[row].trouble(i.at); {
		case !i.options.Color || text == "" || trouble > 1:
			return text
		case trouble == 0:
			return red + text + plainText
		}
		return yellow + text + plainText
	}
	return g.draw(w)
}

// expires says on which day a certificate ends.
func expires(h *holding) string {
	if end, known := h.NotAfter.Get(); known {
		return end.UTC().Format(time.DateOnly)
	}
	return "unknown"
}

func (i *inventory) daysText(h *holding) string {
	days, known := h.left(i.at)
	if !known {
		return ""
	}
	return grouped(int64(days))
}

// some names the value that was seen most, and how many others there are; where nothing is cut, all of them.
func (i *inventory) some(c *counts) string {
	top := c.top()
	switch {
	case len(top) == 0:
		return ""
	case i.options.Wide:
		return strings.Join(top, " ")
	case len(top) == 1:
		return top[0]
	}
	return fmt.Sprintf("%s +%s", top[0], grouped(int64(len(top)-1)))
}

// allNames lists the certificate's alternative names.
func (h *holding) allNames() string {
	return strings.Join(slices.Concat(h.DNSNames, h.IPAddresses, h.Emails, h.URIs), " ")
}

// timestamps counts the signed certificate timestamps; of one that is no server's nothing can be told.
func (h *holding) timestamps() string {
	if !slices.Contains(h.uses, useServer) {
		return ""
	}
	return grouped(h.scts.total)
}
